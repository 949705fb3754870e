/** The pages that the build makes: one offline HTML file each, which shows the data that is put into it. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { InvalidInputError } from '../base/errors';
import type { TimelineIo } from './commands/timeline';

/** The same from src/cli and from dist/cli. */
const FOLDER = path.join(__dirname, '..', '..', 'dist', 'pages');
const EMPTY = '<script type="application/json" id="data">null</script>';

export type PageName = 'retry-lab' | 'timeline';

/** @throws InvalidInputError where the page has not been built. */
export async function pageHtml(name: PageName, data: unknown): Promise<string> {
  let page: string;
  try {
    page = await readFile(path.join(FOLDER, `${name}.html`), 'utf8');
  } catch (cause) {
    throw new InvalidInputError(
      `the page ${name} has not been built; run \`npm run build\` in the checkout of worldline`,
      {
        cause,
      },
    );
  }
  // Whatever the data holds, it cannot end the element that it stands in.
  const json = JSON.stringify(data)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
  return page.replace(EMPTY, () => EMPTY.replace('null', () => json));
}

/** Writes such a page to a file, and says so. @throws InvalidInputError where it has not been built, or cannot be written. */
export async function writePage(
  io: Pick<TimelineIo, 'writeFile' | 'stderr'>,
  file: string,
  name: PageName,
  data: unknown,
): Promise<void> {
  await io.writeFile?.(file, await pageHtml(name, data));
  io.stderr(`wrote ${file}: open it in a browser, it needs no network\n`);
}
