/** Round numbers on axes of time. */

const STEPS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
  900_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 21_600_000, 43_200_000, 86_400_000,
];

/** The round length of time, in milliseconds, next above the given one. */
export function niceStep(ms: number): number {
  const step = STEPS.find((one) => one >= ms);
  if (step !== undefined) return step;
  const days = ms / 86_400_000;
  const power = 10 ** Math.floor(Math.log10(days));
  return [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= days)! * 86_400_000;
}

/** As exact as a label on an axis need be: of minutes the seconds, of hours the minutes, of days the hours. */
export function coarse(ms: number): number {
  const unit = ms >= 86_400_000 ? 3_600_000 : ms >= 3_600_000 ? 60_000 : ms >= 60_000 ? 1000 : ms >= 1000 ? 100 : 1;
  return Math.round(ms / unit) * unit;
}

/** About `count` round times from `from` to `to`. */
export function byTicks(from: number, to: number, count: number): number[] {
  const step = niceStep((to - from) / count);
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
  return ticks;
}
