/**
 * `base` to the power of a whole `exponent` ≥ 0, to the last bit as Go's math.Pow gives it on every machine.
 *
 * Math.pow is not specified to the last bit and differs between versions of Node. The server's result comes from repeated
 * squaring of the fraction in [½, 1) with the power of two kept apart; each multiplication rounds, so the same steps must be
 * taken in the same order.
 */
export function power(base: number, exponent: number): number {
  if (exponent === 0 || base === 1) return 1;
  if (exponent === 1) return base;
  if (!Number.isFinite(base) || base === 0) return base ** exponent;
  let [fraction, scale] = split(base);
  let result = 1;
  let resultScale = 0;
  for (let rest = exponent; rest !== 0; rest = Math.floor(rest / 2)) {
    // Beyond this the result is infinite or zero, whatever follows.
    if (scale < -4096 || scale > 4096) {
      resultScale += scale;
      break;
    }
    if (rest % 2 === 1) {
      result *= fraction;
      resultScale += scale;
    }
    fraction *= fraction;
    scale *= 2;
    if (fraction < 0.5) {
      fraction += fraction;
      scale -= 1;
    }
  }
  return scaleByPowerOfTwo(result, resultScale);
}

/** A finite number other than 0 as [fraction, scale]: fraction × 2^scale with ½ ≤ |fraction| < 1. */
function split(value: number): [fraction: number, scale: number] {
  let fraction = value;
  let scale = 0;
  while (Math.abs(fraction) >= 1) {
    fraction /= 2;
    scale += 1;
  }
  while (Math.abs(fraction) < 0.5) {
    fraction *= 2;
    scale -= 1;
  }
  return [fraction, scale];
}

const MAX_SHIFT = 1000;
/** 2^0 … 2^1000, made by doubling, which is exact; Math.pow would be slower than all the rest. */
const POWERS_OF_TWO = new Float64Array(MAX_SHIFT + 1);
for (let i = 0, value = 1; i <= MAX_SHIFT; i++, value *= 2) POWERS_OF_TWO[i] = value;

/** value × 2^scale, where 2^scale itself may be beyond the range of a double. */
function scaleByPowerOfTwo(value: number, scale: number): number {
  let result = value;
  let rest = scale;
  for (; rest > MAX_SHIFT && Number.isFinite(result); rest -= MAX_SHIFT) result *= POWERS_OF_TWO[MAX_SHIFT]!;
  for (; rest < -MAX_SHIFT && result !== 0; rest += MAX_SHIFT) result /= POWERS_OF_TWO[MAX_SHIFT]!;
  if (!Number.isFinite(result) || result === 0) return result;
  return rest >= 0 ? result * POWERS_OF_TWO[rest]! : result / POWERS_OF_TWO[-rest]!;
}
