/** Small worlds at random: trees of steps that touch one or two of a few things, some only where another step has run before. */
import { createRandom } from '../../src/sim/random';
import type { Part } from './parts';

export function randomParts(seed: number): Part[] {
  const random = createRandom(`parts/${seed}`);
  const upTo = (n: number) => Math.floor(random() * n);
  let left = 4 + upTo(4);
  const thing = () => 'wxyz'[upTo(2 + (seed % 3))]!;
  const part = (): Part => {
    const name = `s${left--}`;
    const own = Array.from({ length: upTo(3) }, thing);
    const next: Part[] = [];
    while (left > 0 && random() < 0.5) next.push(part());
    if (random() < 0.7) return { name, touches: own, next };
    // Whether it touches more depends on something that it reads.
    const [read, more] = [thing(), thing()];
    const touches = (ran: readonly string[]) => [...own, read, ...(writers(read, ran) > 1 ? [more] : [])];
    return { name, touches, next };
  };
  const touching = new Map<string, Part>();
  const writers = (what: string, ran: readonly string[]) =>
    ran.filter((name) => {
      const { touches } = touching.get(name)!;
      return typeof touches !== 'function' && touches.includes(what);
    }).length;
  const roots: Part[] = [];
  while (left > 0) roots.push(part());
  const note = (one: Part) => {
    touching.set(one.name, one);
    one.next?.forEach(note);
  };
  roots.forEach(note);
  return roots;
}
