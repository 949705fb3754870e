/** A real Chromium, where there is one: the tests of the pages skip elsewhere, and say why. */
import { existsSync, mkdtempSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type PageName, pageHtml } from '../../src/cli/page';

/** The part of playwright-core that the tests use; it need not be installed. */
export interface Page {
  goto(url: string): Promise<unknown>;
  locator(selector: string): Locator;
  evaluate<T>(fn: string | ((arg?: any) => T), arg?: unknown): Promise<T>;
  on(event: string, listener: (value: any) => void): void;
  mouse: { move(x: number, y: number, options?: object): Promise<void>; down(): Promise<void>; up(): Promise<void> };
  keyboard: { press(key: string): Promise<void> };
  screenshot(options: object): Promise<unknown>;
  addScriptTag(options: object): Promise<unknown>;
  close(): Promise<void>;
}
export interface Locator {
  click(): Promise<void>;
  fill(text: string): Promise<void>;
  focus(): Promise<void>;
  press(key: string): Promise<void>;
  textContent(): Promise<string | null>;
  allTextContents(): Promise<string[]>;
  inputValue(): Promise<string>;
  getAttribute(name: string): Promise<string | null>;
  selectOption(value: string): Promise<unknown>;
  boundingBox(): Promise<{ x: number; y: number; width: number; height: number } | null>;
  count(): Promise<number>;
  isVisible(): Promise<boolean>;
  nth(index: number): Locator;
  first(): Locator;
}
export interface Browser {
  newContext(options?: object): Promise<{ newPage(): Promise<Page>; close(): Promise<void> }>;
  close(): Promise<void>;
}

const EXECUTABLES = [
  process.env.CHROMIUM_PATH ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const require = createRequire(__filename);

function find(name: string): string | undefined {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}

const playwright = find('playwright-core');
const executablePath = EXECUTABLES.find((one) => one !== '' && existsSync(one));

/** Why there is no browser; undefined: there is one. */
export const noBrowser = !playwright
  ? 'playwright-core is not installed'
  : !executablePath
    ? `there is no Chromium (${EXECUTABLES.filter(Boolean).join(', ')}; or set CHROMIUM_PATH)`
    : undefined;

/** The source of axe-core, where it is installed. */
export const axeSource = find('axe-core');

export async function launch(): Promise<Browser> {
  const { chromium } = require(playwright!);
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** A page that has been made with data and opened, and what it did that it should not: errors, and requests beyond the file. */
export async function open(
  browser: Browser,
  name: PageName,
  data: unknown,
  options: object = {},
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
