/** Below the picture: the waits as bars, and the code to take away. */
import { durationText } from '../../history/time-text';
import { optionsText, testText } from '../../lab/lab-export';
import type { LabInput } from '../../lab/lab-input';
import type { LabResult } from '../../lab/lab-result';
import { byId, h, svg } from '../shared/dom';

const BARS_MAX = 15;

export function showWaits({ attempts, policy }: LabResult): void {
  const waits = attempts.filter(({ nextDelayMs }) => nextDelayMs !== undefined).slice(0, BARS_MAX);
  const most = Math.max(1, ...waits.map(({ nextDelayMs }) => nextDelayMs!));
  const bars = waits.flatMap(({ attempt, nextDelayMs }) => [
    h('span', {}, `after ${attempt}`),
    h(
      'div',
      { class: 'bar', 'aria-hidden': 'true' },
      svg(
        'svg',
        { class: 'waits-bar', viewBox: '0 0 100 10', preserveAspectRatio: 'none' },
        svg('rect', { width: Math.max(0.6, (nextDelayMs! / most) * 100), height: 10 }),
      ),
    ),
    h('span', {}, durationText(nextDelayMs!)),
  ]);
  const attemptsText =
    policy.maximumAttempts > 0 ? `at most ${policy.maximumAttempts} attempts` : 'attempts without limit';
  const text = `${durationText(policy.initialIntervalMs)} × ${policy.backoffCoefficient} each time, up to ${durationText(policy.maximumIntervalMs)}; ${attemptsText}.`;
  const none = waits.length === 0 ? h('p', {}, 'No attempt was followed by another.') : undefined;
  byId('waits').replaceChildren(
    h('div', { class: 'bars' }, ...bars),
    ...(none ? [none] : []),
    h('p', { class: 'soft' }, text),
  );
}

const FORMS: readonly (readonly [name: string, write: (input: LabInput) => string])[] = [
  ['Options', optionsText],
  ['Test', testText],
  ['JSON', (input) => JSON.stringify(input, null, 2)],
  ['Command', (input) => `worldline retry - <<'END'\n${JSON.stringify(input)}\nEND`],
];
let shown = 0;

export function showExport(input: LabInput): void {
  const code = h('pre', { tabIndex: 0, 'aria-label': 'code' }, FORMS[shown]![1](input));
  const tabs = FORMS.map(([name], index) =>
    h('button', { type: 'button', 'aria-pressed': String(index === shown), onclick: () => choose(index, input) }, name),
  );
  const copy = h('button', { type: 'button', onclick: () => copyText(code, copy) }, 'Copy');
  byId('export').replaceChildren(h('div', { class: 'tabs' }, ...tabs, copy), code);
}

function choose(index: number, input: LabInput): void {
  shown = index;
  showExport(input);
  byId('export').querySelectorAll('button')[index]?.focus();
}

/** Where the browser does not let the page write to the clipboard, the text is selected, ready to be copied. */
function copyText(code: HTMLElement, button: HTMLElement): void {
  const select = () => {
    getSelection()?.selectAllChildren(code);
    button.textContent = 'Selected';
  };
  const { clipboard } = navigator as { clipboard?: Clipboard };
  if (!clipboard) select();
  else {
    clipboard.writeText(code.textContent ?? '').then(() => {
      button.textContent = 'Copied';
    }, select);
  }
}
