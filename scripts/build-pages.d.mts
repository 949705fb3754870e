/** Gives the names of the pages that were built; default folder: dist/pages. */
export function buildPages(folder?: string): Promise<string[]>;
