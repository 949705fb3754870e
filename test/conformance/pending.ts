/** Why a group of cases does not conform yet. */
interface Pending {
  reason: string;
  cases: readonly string[];
}

const PENDING: readonly Pending[] = [];

/**
 * Cases that do not conform yet, each with its reason. One that conforms must be deleted here (its test fails until it is),
 * so this list only shrinks.
 */
export const pendingReasons: ReadonlyMap<string, string> = new Map(
  PENDING.flatMap(({ reason, cases }) => cases.map((name): [string, string] => [name, reason])),
);
