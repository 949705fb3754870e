import type { TracedChoice } from '../orders/trace';

type State = NonNullable<TracedChoice['state']>;

/** The states that a search has come to, with what slept there: what slept was not gone on with. */
export class SeenStates {
  private readonly asleep = new Map<string, (readonly string[])[]>();

  get size(): number {
    return this.asleep.size;
  }

  /** True: what could be found from here has been, or will be, found from an earlier visit. Else this visit is noted. */
  has({ id, asleep }: State): boolean {
    const visits = this.asleep.get(id) ?? [];
    if (visits.some((earlier) => earlier.every((name) => asleep.includes(name)))) return true;
    this.asleep.set(id, [...visits, asleep]);
    return false;
  }
}
