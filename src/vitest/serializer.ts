import { History } from '../history/history';

/** Histories in snapshots: their canonical text, which is the same for each recording of the same behaviour. */
export const historySerializer = {
  test: (value: unknown): boolean => value instanceof History,
  serialize: (value: unknown): string => (value as History).toCanonicalText(),
};
