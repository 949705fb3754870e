import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSpec } from '../../../src/server/schedule-spec/compiled-spec';
import { loadTimeZone, type TimeZone } from '../../../src/server/schedule-spec/time-zone';
import { readTzif } from '../../../src/server/schedule-spec/tzif';

/** The file Pacific/Apia of release 2025b: a day that was left out at the end of 2011, summer times until 2021, no rule afterwards. */
const APIA = Buffer.from(
  'VFppZjIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAbAAAABwAAABqAAAAAkQX8ANpiBDhMnyewTZcr4E594mBO/YugT3cN4FBm/uBRYCpgUkbg4FNA' +
    'DGBUJsLgVR/uYFYGpOBW/9BgV+aG4FjfsmBZxmjgWr+UYFuvhWBcqLDgXY9nYF6IkuBfb0lgYGh04H////8BAgQDBAMGBQYFBgUGBQYFBgUGBQYFBgUGBQUA' +
    'ALCAAAD//18AAAD//15IAAT//3NgAQr//2VQAA4AALbQABIAAMTgARZMTVQALTExMzAALTEwAC0xMQArMTMAKzE0AFRaaWYyAAAAAAAAAAAAAAAAAAAAAAAA' +
    'AAAAAAAAAAAAAAAAGwAAAAcAAAAa/////249yQD/////kQX8AP/////aYgQ4AAAAAEyfJ7AAAAAATZcr4AAAAABOfeJgAAAAAE79i6AAAAAAT3cN4AAAAABQ' +
    'Zv7gAAAAAFFgKmAAAAAAUkbg4AAAAABTQAxgAAAAAFQmwuAAAAAAVR/uYAAAAABWBqTgAAAAAFb/0GAAAAAAV+aG4AAAAABY37JgAAAAAFnGaOAAAAAAWr+U' +
    'YAAAAABbr4VgAAAAAFyosOAAAAAAXY9nYAAAAABeiJLgAAAAAF9vSWAAAAAAYGh04AAAAAB/////AQIEAwQDBgUGBQYFBgUGBQYFBgUGBQYFBgUFAACwgAAA' +
    '//9fAAAA//9eSAAE//9zYAEK//9lUAAOAAC20AASAADE4AEWTE1UAC0xMTMwAC0xMAAtMTEAKzEzACsxNAAKPCsxMz4tMTMK',
  'base64',
);

interface Given {
  /** Hours ahead of UTC, and whether that is summer time. */
  readonly types: readonly (readonly [hours: number, isSummer?: boolean])[];
  /** Seconds since 1970, and the type that follows. */
  readonly transitions?: readonly (readonly [time: number, type: number])[];
  readonly footer?: string;
  readonly version?: 1 | 2;
}

function header(version: number, times: number, types: number): Buffer {
  const bytes = Buffer.alloc(44);
  bytes.write('TZif', 'latin1');
  if (version > 1) bytes.write(String(version), 4, 'latin1');
  bytes.writeUInt32BE(times, 32);
  bytes.writeUInt32BE(types, 36);
  return bytes;
}

function tzif({ types, transitions = [], footer = '', version = 2 }: Given): Buffer {
  const times = Buffer.alloc(transitions.length * (version === 1 ? 4 : 8));
  transitions.forEach(([time], i) => {
    if (version === 1) times.writeInt32BE(time, i * 4);
    else times.writeBigInt64BE(BigInt(time), i * 8);
  });
  const typeBytes = Buffer.alloc(types.length * 6);
  types.forEach(([hours, isSummer], i) => {
    typeBytes.writeInt32BE(hours * 3600, i * 6);
    typeBytes.writeUInt8(isSummer ? 1 : 0, i * 6 + 4);
  });
  const body = [times, Buffer.from(transitions.map(([, type]) => type)), typeBytes];
  const own = [header(version, transitions.length, types.length), ...body];
  if (version === 1) return Buffer.concat(own);
  // The part of version 1 may be as good as empty.
  return Buffer.concat([header(version, 0, 1), Buffer.alloc(6), ...own, Buffer.from(`\n${footer}\n`)]);
}

function zone(bytes: Uint8Array): TimeZone {
  const read = readTzif(bytes);
  if ('error' in read) throw new Error(read.error);
  return read;
}

const at = (iso: string) => Date.parse(iso) / 1000;
const hoursAt = (bytes: Uint8Array, ...times: string[]) => times.map((iso) => zone(bytes).offsetAt(at(iso)) / 3600);

describe('compiled time zone data', () => {
  it('are those of the zone of that name', () => {
    const known = loadTimeZone('Pacific/Apia') as TimeZone;
    const read = zone(APIA);
    for (let time = 0; time < at('2100-01-01T00:00Z'); time += 6 * 3600) {
      if (read.offsetAt(time) !== known.offsetAt(time)) throw new Error(new Date(time * 1000).toISOString());
    }
    // Before 1970 the file knows more.
    expect(read.offsetAt(at('1900-01-01T00:00Z'))).not.toBe(read.offsetAt(at('1960-01-01T00:00Z')));
  });

  it('are read in the form of version 1, too', () => {
    const bytes = tzif({ version: 1, types: [[1], [2, true]], transitions: [[at('2030-06-01T00:00Z'), 1]] });
    expect(hoursAt(bytes, '2030-05-31T23:59Z', '2030-06-01T00:00Z', '2090-01-01T00:00Z')).toEqual([1, 2, 2]);
  });

  it.each([
    ['a rule of weekdays', 'CET-1CEST,M3.5.0,M10.5.0/3', [1, 2, 2, 1]],
    ['a rule of days without February 29', 'XXX-1YYY,J60/0,J300', [1, 2, 2, 1]],
    ['a rule of days of the year', 'XXX-1YYY,60/0,299', [1, 2, 2, 1]],
    ['no summer time', 'XXX-1', [1, 1, 1, 1]],
    ['a rule that is none', 'XXX-1YYY,then,now', [1, 1, 1, 1]],
    ['nothing', '', [1, 1, 1, 1]],
  ])('go on with %s', (_, footer, hours) => {
    const bytes = tzif({ types: [[1]], footer });
    const times = ['2032-01-15', '2032-04-15', '2032-07-15', '2032-12-15'].map((day) => `${day}T00:00Z`);
    expect(hoursAt(bytes, ...times)).toEqual(hours);
  });

  it('may leave out February 29, or count it', () => {
    const march1 = ['2031-03-01T01:00Z', '2032-02-29T01:00Z', '2032-03-01T01:00Z'];
    expect(hoursAt(tzif({ types: [[0]], footer: 'XXX0YYY,J60/0,J300' }), ...march1)).toEqual([1, 0, 1]);
    expect(hoursAt(tzif({ types: [[0]], footer: 'XXX0YYY,59/0,300' }), ...march1)).toEqual([1, 1, 1]);
  });

  it.each([
    ['the first type, where nothing leads to it', [[5], [1]], [1], 5],
    ['the standard time before summer time', [[9, true], [1], [2, true]], [2, 0], 1],
    ['the first standard time', [[9, true], [1]], [1, 0], 1],
    ['the first type, where there is only summer time', [[9, true]], [0], 9],
  ] as const)('begin with %s', (_, types, used, hours) => {
    const transitions = used.map((type, i) => [at('2030-01-01T00:00Z') + i, type] as const);
    expect(hoursAt(tzif({ types, transitions }), '2029-01-01T00:00Z')).toEqual([hours]);
  });

  it('are refused where they are none', () => {
    const malformed = { error: 'malformed time zone information' };
    expect(readTzif(new Uint8Array([1]))).toEqual(malformed);
    expect(readTzif(Buffer.from('no time zone at all, but long enough to have a header'))).toEqual(malformed);
    expect(readTzif(tzif({ types: [] }))).toEqual(malformed);
    expect(readTzif(tzif({ types: [[1]], transitions: [[0, 1]] }))).toEqual(malformed);
    expect(readTzif(tzif({ types: [[1]] }).subarray(0, 60))).toEqual(malformed);
    for (let length = 0; length < APIA.length - 10; length += 7) {
      expect(readTzif(APIA.subarray(0, length))).toEqual(malformed);
    }
  });

  it('never end otherwise than as a zone or as an error', () => {
    fc.assert(
      fc.property(fc.nat(APIA.length - 1), fc.nat(255), (index, value) => {
        const bytes = Buffer.from(APIA);
        bytes[index] = value;
        const read = readTzif(bytes);
        if (!('error' in read)) expect(Number.isFinite(read.offsetAt(at('2030-01-01T00:00Z')))).toBe(true);
      }),
    );
  });
});

describe('a schedule with time zone data of its own', () => {
  const spec = (timezoneData: Uint8Array) => ({
    timezoneName: 'Shop/Floor',
    timezoneData,
    calendar: [{ hour: '9' }],
  });

  it('fires by its clock, whatever the name is', () => {
    const bytes = tzif({ types: [[1]], footer: 'CET-1CEST,M3.5.0,M10.5.0/3' });
    const compiled = compileSpec(spec(bytes), 'seed');
    const next = (iso: string) => new Date(compiled.next(Date.parse(iso))!.actual).toISOString();
    expect(next('2030-01-01T00:00Z')).toBe('2030-01-01T08:00:00.000Z');
    expect(next('2030-07-01T00:00Z')).toBe('2030-07-01T07:00:00.000Z');
    expect(compiled.canonical.timezoneData).toBe(bytes);
  });

  it('is refused where the data are none', () => {
    const compile = () => compileSpec(spec(new Uint8Array([1])), 'seed');
    expect(compile).toThrow('INVALID_ARGUMENT: Invalid schedule spec: malformed time zone information');
  });
});
