import { InvalidHistoryError } from './invalid-history-error';

/** Where in a history a JSON value stands. A chain, so that going down costs one small object and no string. */
export class Place {
  readonly depth: number;

  private constructor(
    private readonly position: number,
    private readonly eventId: string | undefined,
    private readonly key?: string | number,
    private readonly parent?: Place,
  ) {
    this.depth = parent ? parent.depth + 1 : 0;
  }

  /** The event at this position (from 0) of the list, with the id that it claims. */
  static event(position: number, eventId: unknown): Place {
    const shown = typeof eventId === 'string' || typeof eventId === 'number' ? String(eventId) : undefined;
    return new Place(position, shown ?? (eventId === undefined ? 'missing' : 'of the wrong type'));
  }

  /** The name of the field, in camelCase. */
  get name(): string {
    return String(this.key ?? '').replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  }

  at(key: string | number): Place {
    return new Place(this.position, this.eventId, key, this);
  }

  /** The error for a value that cannot stand here; to be thrown. */
  refuse(value: unknown, problem: string, expected: string): InvalidHistoryError {
    let path = '';
    for (let place: Place = this; place.parent; place = place.parent) {
      const step = typeof place.key === 'number' ? `[${place.key}]` : `.${place.key}`;
      path = step + path;
    }
    path = path.replace(/^\./, '');
    return new InvalidHistoryError({ position: this.position, eventId: this.eventId, path, value, problem, expected });
  }
}
