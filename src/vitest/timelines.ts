/** Pictures of what happened in the worlds of a test. */
import { renderTimeline } from '../report/timeline-text';
import { followWorlds, type World } from '../sim/world';

const WORKFLOWS_MAX = 10;

/** Follows the worlds that there are, and tells what has happened in them since the last `begin`. */
export class Timelines {
  /** How many histories each world had when the test began. */
  private readonly worlds = new Map<World, number>();
  private readonly unfollow = followWorlds((world) => void this.worlds.set(world, 0));

  /** A test begins: what is there already belongs to others. */
  begin(): void {
    for (const world of this.worlds.keys()) {
      const { length } = world.histories();
      this.worlds.set(world, length);
    }
  }

  /** The timelines of the workflows that have been started since then; undefined: there are none. */
  text(): string | undefined {
    const parts: string[] = [];
    for (const [world, before] of this.worlds) {
      const histories = world.histories().slice(before);
      if (histories.length === 0) continue;
      parts.push(renderTimeline({ histories: histories.slice(0, WORKFLOWS_MAX), attempts: [...world.attempts] }));
      if (histories.length > WORKFLOWS_MAX) parts.push(`… and ${histories.length - WORKFLOWS_MAX} more workflows`);
    }
    return parts.length > 0 ? parts.join('\n\n') : undefined;
  }

  /** The worlds of a test that has ended are of no interest any more, unless they go on. */
  end(): void {
    for (const world of this.worlds.keys()) if (world.isDisposed) this.worlds.delete(world);
  }

  close(): void {
    this.unfollow();
    this.worlds.clear();
  }
}
