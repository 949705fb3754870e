/** Full-text search as SQLite's default tokenizer does it: words are letters and digits, without case and accents. */

function words(text: string): string[] {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * A search for any of the space-separated terms; a term that is several words (`a-b`) wants them side by side. Undefined where
 * there is nothing to search for.
 */
export function textSearch(query: string): ((text: string) => boolean) | undefined {
  const terms = query.split(' ').filter((term) => term !== '');
  if (terms.length === 0) return undefined;
  const phrases = terms.map(words).filter((phrase) => phrase.length > 0);
  return (text) => {
    const own = words(text);
    return phrases.some((phrase) => own.some((_, at) => phrase.every((word, i) => own[at + i] === word)));
  };
}
