/** Above this many differences the two lists have little in common, and the rest is not aligned any further. */
const DIFFERENCES_MAX = 2000;

/**
 * Aligns two lists of keys: pairs of indexes that belong together, in order, with as few left over as can be (the algorithm of
 * Myers, quadratic only in the number of differences). Beyond 2,000 differences in the middle, nothing there is paired.
 */
export function align(left: readonly string[], right: readonly string[]): [number, number][] {
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start++;
  let end = 0;
  const endMax = Math.min(left.length, right.length) - start;
  while (end < endMax && left[left.length - 1 - end] === right[right.length - 1 - end]) end++;

  const pairs: [number, number][] = [];
  for (let i = 0; i < start; i++) pairs.push([i, i]);
  const middle = alignMiddle(left.slice(start, left.length - end), right.slice(start, right.length - end));
  for (const [l, r] of middle) pairs.push([l + start, r + start]);
  for (let i = end; i > 0; i--) pairs.push([left.length - i, right.length - i]);
  return pairs;
}

function alignMiddle(left: readonly string[], right: readonly string[]): [number, number][] {
  const most = Math.min(left.length + right.length, DIFFERENCES_MAX);
  // furthest[k + zero] is how far in `left` a path on diagonal k (left index minus right index) has come with d differences.
  const zero = most + 1;
  const furthest = new Int32Array(2 * most + 3);
  const trace: Int32Array[] = [];
  for (let d = 0; d <= most; d++) {
    // Only the diagonals -d-1 … d+1 matter for the way back; so the trace needs d² numbers and not d × the size of the lists.
    trace.push(furthest.slice(zero - d - 1, zero + d + 2));
    for (let k = -d; k <= d; k += 2) {
      let l = goesDown(furthest, zero, k, d) ? furthest[zero + k + 1]! : furthest[zero + k - 1]! + 1;
      while (l < left.length && l - k < right.length && left[l] === right[l - k]) l++;
      furthest[zero + k] = l;
      if (l >= left.length && l - k >= right.length) return backtrack(trace, left.length, right.length);
    }
  }
  return [];
}

/** Whether the best path to diagonal k comes from above: by an element that only `right` has. */
function goesDown(furthest: Int32Array, zero: number, k: number, d: number): boolean {
  return k === -d || (k !== d && furthest[zero + k - 1]! < furthest[zero + k + 1]!);
}

function backtrack(trace: readonly Int32Array[], leftLength: number, rightLength: number): [number, number][] {
  const pairs: [number, number][] = [];
  let [l, r] = [leftLength, rightLength];
  for (let d = trace.length - 1; d >= 0; d--) {
    const zero = d + 1;
    const k = l - r;
    const previousK = goesDown(trace[d]!, zero, k, d) ? k + 1 : k - 1;
    const previousL = d === 0 ? 0 : trace[d]![zero + previousK]!;
    const previousR = d === 0 ? 0 : previousL - previousK;
    while (l > previousL && r > previousR) pairs.push([--l, --r]);
    [l, r] = [previousL, previousR];
  }
  return pairs.reverse();
}
