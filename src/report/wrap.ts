/** A text in lines of at most so many columns, broken between words. */
export function wrap(text: string, width: number): string {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    if (lines.at(-1) !== '' && lines.at(-1)!.length + 1 + word.length > width) lines.push('');
    const line = lines.pop()!;
    lines.push(line === '' ? word : `${line} ${word}`);
  }
  return lines.join('\n');
}
