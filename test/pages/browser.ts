/** A real Chromium, where there is one: the tests of the pages skip elsewhere, and say why. */
import { existsSync, mkdtempSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { source } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { type PageName, pageHtml } from '../../src/cli/page';

const EXECUTABLES = [
  process.env.CHROMIUM_PATH ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const executablePath = EXECUTABLES.find((one) => one !== '' && existsSync(one));

/** Why there is no browser; undefined: there is one. */
export const noBrowser = executablePath
  ? undefined
  : `there is no Chromium (${EXECUTABLES.filter(Boolean).join(', ')}; or set CHROMIUM_PATH)`;

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** What axe objects to, each with the elements; in a page that was opened with `bypassCSP`. */
export async function axe(page: Page): Promise<string[]> {
  await page.evaluate(source);
  return page.evaluate(
    'axe.run().then(({ violations }) => violations.map((one) => one.id + ": " + one.nodes.map((node) => node.html).join(" ")))',
  );
}

/** What people look at pages with. */
export const SCREENS: readonly (readonly [string, BrowserContextOptions])[] = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['on a phone', { colorScheme: 'dark', viewport: { width: 390, height: 844 } }],
];

/** A page that has been made with data and opened, and what it did that it should not: errors, and requests beyond the file. */
export async function open(
  browser: Browser,
  name: PageName,
  data: unknown,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; trouble: string[]; url: string; close(): Promise<void> }> {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'worldline-page-')), `${name}.html`);
  await writeFile(file, await pageHtml(name, data));
  const url = pathToFileURL(file).href;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on('pageerror', (error) => trouble.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) trouble.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) trouble.push(`a request to ${request.url()}`);
  });
  await page.goto(url);
  return { page, trouble, url, close: () => context.close() };
}
