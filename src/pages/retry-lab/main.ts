/** The retry lab as a page: controls on one side, what comes of them on the other. The engine is src/lab itself. */
import { durationText } from '../../history/time-text';
import type { LabInput } from '../../lab/lab-input';
import type { LabResult } from '../../lab/lab-result';
import { raceText } from '../../lab/race-text';
import { runLab } from '../../lab/run-lab';
import { byId, h, pageData } from '../shared/dom';
import { initTheme } from '../shared/theme';
import { showExport, showWaits } from './aside';
import { initForm, showForm } from './form';
import { showMoment } from './moments';
import { showPicture } from './picture';
import { Quiz } from './quiz';
import { fromHash, INITIAL, type LabState, PRESETS, toHash, withOption } from './state';

let state: LabState = fromHash(location.hash) ?? initial();
const quiz = new Quiz(
  (input) => change((current) => ({ seed: current.seed, input })),
  () => render(),
);

/** What the command line was given, if the page was made with it. */
function initial(): LabState {
  const input = pageData<LabInput>();
  return input ? { ...INITIAL, input } : INITIAL;
}

function change(make: (state: LabState) => LabState): void {
  state = make(state);
  // The address follows; no entry of its own for each step, or going back would take for ever.
  history.replaceState(null, '', `#${toHash(state)}`);
  render();
}

function render(): void {
  const outcome = tryLab();
  showForm(state, change, 'wrong' in outcome ? outcome.wrong : undefined);
  if ('wrong' in outcome) showWrong(outcome.wrong);
  else showResult(outcome.result);
  quiz.show();
}

function tryLab(): { result: LabResult } | { wrong: string } {
  try {
    return { result: runLab(state.input) };
  } catch (error) {
    return { wrong: (error as Error).message };
  }
}

function showWrong(message: string): void {
  const banner = byId('banner');
  banner.className = 'card banner error';
  banner.replaceChildren(h('span', { class: 'outcome' }, 'refused'), h('p', {}, message));
}

function showResult(result: LabResult): void {
  showBanner(result);
  const index = Math.min(state.at ?? result.moments.length - 1, result.moments.length - 1);
  const set = (option: Parameters<typeof withOption>[1], ms: number) =>
    change((current) => ({ ...current, input: withOption(current.input, option, ms) }));
  showPicture(state, result, result.moments[index]!.atMs, set, render);
  showMoment(result, index, (at) =>
    change((current) => ({ ...current, at: at === result.moments.length - 1 ? undefined : at })),
  );
  showWaits(result);
  showExport(state.input);
}

function showBanner({ outcome, atMs, retryState, timeoutType, attempts, reason, races }: LabResult): void {
  const banner = byId('banner');
  const facts = [
    `${outcome === 'running' ? 'followed for' : 'after'} ${durationText(atMs)}`,
    `${attempts.length} attempt${attempts.length === 1 ? '' : 's'}`,
    timeoutType && `timeout type ${timeoutType}`,
    retryState && `retry state ${retryState}`,
  ];
  const race = races.length > 0 ? h('p', { class: 'soft' }, raceText(races)) : undefined;
  banner.className = `card banner ${outcome}`;
  banner.replaceChildren(
    h('span', { class: 'outcome' }, outcome),
    h('span', { class: 'facts' }, facts.filter(Boolean).join(' · ')),
    h('p', {}, reason),
    ...(race ? [race] : []),
  );
}

function initPresets(): void {
  const select = byId<HTMLSelectElement>('preset');
  select.append(
    h('option', { value: '' }, 'choose …'),
    ...PRESETS.map(([name], index) => h('option', { value: String(index) }, name)),
  );
  select.addEventListener('change', () => {
    const preset = PRESETS[Number(select.value)];
    if (select.value !== '' && preset) change(({ seed }) => ({ seed, input: preset[1] }));
  });
}

initPresets();
initForm(change);
initTheme();
byId('quiz').addEventListener('click', () => quiz.toggle());
addEventListener('hashchange', () => {
  const linked = fromHash(location.hash);
  if (!linked || toHash(linked) === toHash(state)) return;
  state = linked;
  render();
});
addEventListener('resize', render);
render();
