/**
 * Programs of the sample that do not agree yet, each with its reason. One that agrees must be deleted here (the test fails
 * until it is), so this list only shrinks.
 */
export const pendingPrograms: ReadonlyMap<string, string> = new Map<string, string>([]);
