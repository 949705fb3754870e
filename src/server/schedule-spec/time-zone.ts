/**
 * Time zones: the offset of local time from UTC at any moment. The data are worldline's own (see zone-data.ts) and not those of
 * Intl, which are another release of the database in each version of Node: the same schedule fires at the same times everywhere.
 */
import { wallTimeAt } from './civil';
import { MAX_YEAR } from './ranges';
import { parseYearlyRule, ruleTransitions, type Transition, type YearlyRule } from './yearly-rule';
import { ZONE_DATA } from './zone-data';

/** All times in whole seconds since the epoch. */
export interface TimeZone {
  /** Seconds that local time is ahead of UTC. In zones of zone-data.ts it is, before 1970, what it was at the beginning of 1970. */
  offsetAt(time: number): number;
}

export const UTC: TimeZone = { offsetAt: () => 0 };

class TransitionZone implements TimeZone {
  /** The bounds (the end excluded) and the offset of the last answer, which are nearly always those of the next one. */
  private start = 0;
  private end = 0;
  private offset = 0;

  constructor(
    private readonly firstOffset: number,
    private readonly transitions: readonly Transition[],
  ) {}

  offsetAt(time: number): number {
    if (time < this.start || time >= this.end) this.seek(time);
    return this.offset;
  }

  private seek(time: number): void {
    let low = 0;
    let high = this.transitions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.transitions[middle]!.time <= time) low = middle + 1;
      else high = middle;
    }
    const last = this.transitions[low - 1];
    this.start = last?.time ?? Number.NEGATIVE_INFINITY;
    this.offset = last?.offset ?? this.firstOffset;
    this.end = this.transitions[low]?.time ?? Number.POSITIVE_INFINITY;
  }
}

/** The line of zone-data.ts for each name, made when the first name is asked for. */
let lines: Map<string, string> | undefined;
const loaded = new Map<string, TimeZone>();

/** The zone of this name; '' is UTC. Names are case-sensitive. Otherwise the server's reason why there is none. */
export function loadTimeZone(name: string): TimeZone | { readonly error: string } {
  if (name === '' || name === 'UTC' || name === 'Local') return UTC;
  if (name.includes('..') || name.startsWith('/') || name.startsWith('\\')) {
    return { error: 'time: invalid location name' };
  }
  lines ??= linesByName();
  const line = lines.get(name);
  if (line === undefined) return { error: `unknown time zone ${name}` };
  // Names of one line share one zone.
  let zone = loaded.get(line);
  if (!zone) {
    zone = readZone(line);
    loaded.set(line, zone);
  }
  return zone;
}

function linesByName(): Map<string, string> {
  const byName = new Map<string, string>();
  for (const line of ZONE_DATA.trim().split('\n')) {
    for (const name of line.slice(0, line.indexOf(' ')).split(',')) byName.set(name, line);
  }
  return byName;
}

/** Reads a line as zone-data.ts describes it. */
function readZone(line: string): TimeZone {
  const [, offsetList, transitionList, rule] = line.split(' ');
  const offsets = offsetList!.split(',').map(Number);
  const transitions: Transition[] = [];
  let time = 0;
  for (const token of transitionList === '-' ? [] : transitionList!.split(',')) {
    const inSeconds = token.startsWith('~');
    time += Number.parseInt(token.slice(inSeconds ? 1 : 0, -1), 36) * (inSeconds ? 1 : 900);
    transitions.push({ time, offset: offsets[Number.parseInt(token.slice(-1), 36)]! });
  }
  return zoneOf(offsets[0]!, transitions, rule === '-' ? undefined : parseYearlyRule(rule!));
}

/** A zone with these transitions, in order, after the last of which (or since 1970) the rule holds, where there is one. */
export function zoneOf(firstOffset: number, transitions: readonly Transition[], rule?: YearlyRule): TimeZone {
  if (!rule) return new TransitionZone(firstOffset, transitions);
  const last = transitions.at(-1)?.time ?? 0;
  const yearly = ruleTransitions(rule, wallTimeAt(last).year, MAX_YEAR + 1);
  return new TransitionZone(firstOffset, [...transitions, ...yearly.filter(({ time }) => time > last)]);
}

/**
 * The moment at which a zone's wall clock shows a time, given as if it were UTC. Of a time that occurs twice this is one of
 * the two (the one that Go chooses); one that is skipped gives a moment at which the clock shows something else.
 */
export function momentOf(wallSeconds: number, zone: TimeZone): number {
  return wallSeconds - zone.offsetAt(wallSeconds - zone.offsetAt(wallSeconds));
}
