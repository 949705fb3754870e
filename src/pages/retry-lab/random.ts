/** Attempts at random: of an activity with a latency and a share of successes, and what a thousand such activities come to. */
import { generateAttempts, type LabScenario, SCENARIOS, statistics, statisticsText } from '../../lab/lab-generate';
import { byId, h } from '../shared/dom';
import type { Change, LabState } from './state';

const LATENCY = 'latency';
const RATE = 'success-rate';

export function initRandom(change: Change): void {
  const field = (id: string, label: string) =>
    h(
      'label',
      { for: id },
      label,
      h('input', { id, type: 'text', inputMode: 'decimal', oninput: () => typed(change) }),
    );
  const buttons = SCENARIOS.map((scenario) =>
    h('button', { type: 'button', onclick: () => draw(change, scenario) }, buttonText(scenario)),
  );
  const again = h('button', { type: 'button', id: 'draw-again', onclick: () => drawAgain(change) }, 'Draw again');
  byId('random').append(
    h('p', { class: 'soft' }, 'Attempts of an activity with this latency and this share of successes, from a seed.'),
    h('div', { class: 'fields' }, field(LATENCY, 'Latency, ms'), field(RATE, 'Successes, %')),
    h('div', { class: 'buttons' }, ...buttons, again),
    h('p', { class: 'statistics', id: 'statistics', 'aria-live': 'polite' }),
  );
}

export function showRandom({ scenario, seed, input }: LabState): void {
  show(LATENCY, scenario?.latencyMs);
  show(RATE, scenario && percent(scenario));
  for (const button of byId('random').querySelectorAll('button')) {
    const isChosen = scenario !== undefined && button.textContent === buttonText(scenario);
    if (button.id !== 'draw-again') button.setAttribute('aria-pressed', String(isChosen));
  }
  byId<HTMLButtonElement>('draw-again').disabled = scenario === undefined;
  byId('statistics').textContent = scenario
    ? orNothing(() => statisticsText(statistics(scenario, input, String(seed)), String(seed)))
    : '';
}

/** The banner says what is wrong with the options. */
function orNothing(text: () => string): string {
  try {
    return text();
  } catch {
    return '';
  }
}

function draw(change: Change, scenario: LabScenario): void {
  change((state) => drawn(state, scenario, state.seed));
}

function drawAgain(change: Change): void {
  change((state) => (state.scenario ? drawn(state, state.scenario, state.seed + 1) : state));
}

function drawn(state: LabState, scenario: LabScenario, seed: number): LabState {
  return { ...state, scenario, seed, input: { ...state.input, attempts: generateAttempts(scenario, String(seed)) } };
}

/** Nothing is drawn while one of the fields is empty, or says what makes no sense: then it stands below why. */
function typed(change: Change): void {
  const [latencyMs, rate] = [LATENCY, RATE].map((id) => {
    const text = byId<HTMLInputElement>(id).value.trim();
    return text === '' ? undefined : Number(text);
  });
  if (latencyMs === undefined || rate === undefined) return;
  try {
    draw(change, { latencyMs, successRate: rate / 100 });
  } catch (error) {
    byId('statistics').textContent = (error as Error).message;
  }
}

/** Fields that somebody types in are left alone. */
function show(id: string, value: number | undefined): void {
  const input = byId<HTMLInputElement>(id);
  if (document.activeElement?.id !== LATENCY && document.activeElement?.id !== RATE)
    input.value = value === undefined ? '' : String(value);
}

function buttonText(scenario: LabScenario): string {
  return `${scenario.latencyMs} ms, ${percent(scenario)} %`;
}

function percent({ successRate }: LabScenario): number {
  return Number((successRate * 100).toFixed(4));
}
