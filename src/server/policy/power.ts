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

/** value × 2^scale, where 2^scale itself may be beyond the range of a double. Powers of two up to 2^1000 are exact everywhere. */
function scaleByPowerOfTwo(value: number, scale: number): number {
  let result = value;
  let rest = scale;
  while (rest > 1000 && Number.isFinite(result)) {
    result *= 2 ** 1000;
    rest -= 1000;
  }
  while (rest < -1000 && result !== 0) {
    result *= 2 ** -1000;
    rest += 1000;
  }
  return Number.isFinite(result) && result !== 0 ? result * 2 ** rest : result;
}
