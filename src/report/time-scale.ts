/**
 * Where on a line of characters an instant stands. In proportion to time while that keeps most instants apart; else each gap
 * between two instants gets a width by its order of magnitude, so that a month of waiting does not press all else into one column.
 */
export interface TimeScale {
  readonly width: number;
  /** False: columns are not in proportion to time. */
  readonly proportional: boolean;
  /** Column (0 … width − 1); instants outside stand at the edge. */
  column(time: number): number;
  /** The instant at a column, for the axis. */
  timeAt(column: number): number;
}

/** The share of instants that must have a column of their own for a scale in proportion. */
const APART = 0.6;

export function timeScale(times: readonly number[], width: number): TimeScale {
  const instants = [...new Set(times)].sort((a, b) => a - b);
  const proportional = scaleOver(instants, instants, width, true);
  const columns = new Set(instants.map((time) => proportional.column(time)));
  if (columns.size >= Math.min(instants.length, width) * APART) return proportional;
  return compressed(instants, width);
}

/** Each gap by its order of magnitude, whether or not the instants would be apart in proportion to time. */
export function compressedScale(times: readonly number[], width: number): TimeScale {
  return compressed(
    [...new Set(times)].sort((a, b) => a - b),
    width,
  );
}

function compressed(instants: readonly number[], width: number): TimeScale {
  const positions = [0];
  for (let i = 1; i < instants.length; i++)
    positions.push(positions[i - 1]! + 1 + Math.log2(1 + instants[i]! - instants[i - 1]!));
  return scaleOver(instants, positions, width, false);
}

/** Straight lines between the instants, each of which has a position. */
function scaleOver(
  instants: readonly number[],
  positions: readonly number[],
  width: number,
  proportional: boolean,
): TimeScale {
  const [first, last] = [positions[0] ?? 0, positions.at(-1) ?? 0];
  const length = last - first || 1;
  return {
    width,
    proportional,
    column: (time) => {
      const position = interpolate(time, instants, positions);
      return Math.max(0, Math.min(width - 1, Math.round(((position - first) / length) * (width - 1))));
    },
    timeAt: (column) => interpolate(first + (column / Math.max(1, width - 1)) * length, positions, instants),
  };
}

/** The value at x of the line through the points (xs, ys), level beyond its ends. */
function interpolate(x: number, xs: readonly number[], ys: readonly number[]): number {
  if (xs.length === 0) return 0;
  let [low, high] = [0, xs.length - 1];
  if (x <= xs[low]!) return ys[low]!;
  if (x >= xs[high]!) return ys[high]!;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (xs[middle]! <= x) low = middle;
    else high = middle;
  }
  const share = (x - xs[low]!) / (xs[high]! - xs[low]!);
  return ys[low]! + share * (ys[high]! - ys[low]!);
}
