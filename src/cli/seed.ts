/** A seed may be any text; one that is a number means the number, as in `World.create({ seed: 7 })`. */
export function parseSeed(seed: string | undefined): number | string | undefined {
  return seed !== undefined && /^-?\d{1,15}$/.test(seed) ? Number(seed) : seed;
}
