import { durationText } from '../history/time-text';
import { byTicks, coarse } from './ticks';
import type { TimeScale } from './time-scale';

/** Columns between two marks, about. */
const APART = 13;

/** An axis below its labels: the time since `from`, at round times where columns are in proportion to time. */
export function axisText(scale: TimeScale, from: number, to: number): [labels: string, line: string] {
  const { width, proportional } = scale;
  const labels = new Array<string>(width).fill(' ');
  const line = new Array<string>(width).fill('─');
  const write = (text: string, at: number) =>
    [...text].forEach((character, index) => {
      labels[at + index] = character;
    });
  write('0s', 0);
  line[0] = '├';
  // All of it in one instant: there is no other to name.
  if (from < to) {
    const end = durationText(coarse(to - from));
    write(end, width - end.length);
    line[width - 1] = '┤';
    const count = Math.floor(width / APART);
    const marks = proportional
      ? byTicks(0, to - from, count).map((ms) => [scale.column(from + ms), ms] as const)
      : Array.from({ length: count - 1 }, (_, index) => {
          const column = Math.round(((index + 1) / count) * (width - 1));
          return [column, coarse(scale.timeAt(column) - from)] as const;
        });
    for (const [column, ms] of marks) {
      const text = durationText(ms);
      const at = column - Math.floor(text.length / 2);
      // Only where it has room, with a blank on either side.
      if (
        at < 1 ||
        labels
          .slice(at - 1, at + text.length + 1)
          .join('')
          .trim() !== '' ||
        at + text.length >= width
      )
        continue;
      write(text, at);
      line[column] = '┼';
    }
  }
  return [labels.join(''), `${line.join('')}${proportional ? '' : '  not to scale'}`];
}
