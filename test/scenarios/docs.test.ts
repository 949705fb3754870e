/** What the documents say is true: their pictures, their links, their code. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { describe, expect, it } from 'vitest';
import { loadTypeScript } from '../../src/cli/load/bundle-module';

const ROOT = path.join(__dirname, '..', '..');
const DOCUMENTS = [
  'README.md',
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  'docs/features.md',
  'docs/exploring.md',
  'docs/migrating.md',
  'examples/README.md',
];

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

it.each(DOCUMENTS)('the links of %s lead somewhere', (document) => {
  const links = [...read(document).matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1]!);
  const missing = links.filter((link) => !existsSync(path.join(ROOT, path.dirname(document), link)));
  expect(missing).toEqual([]);
});

it('the map names files that are there', () => {
  const named = [...read('ARCHITECTURE.md').matchAll(/\*\*`((?:sim|server|worker|history)\/[\w./-]+)`\*\*/g)];
  expect(named.length).toBeGreaterThan(5);
  expect(named.map((match) => match[1]!).filter((file) => !existsSync(path.join(ROOT, 'src', file)))).toEqual([]);
});

it('the picture in the README is what the command prints', () => {
  const picture = read('test/scenarios/checkout/cli-100.txt').split('\n\nResult:')[0]!;
  expect(read('README.md')).toContain(picture);
});

describe.each(['README.md', 'docs/exploring.md'])('code in %s', (document) => {
  const blocks = [...read(document).matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1]!);

  it.each(blocks)('runs: %s', async (code) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'worldline-readme-'));
    try {
      const file = path.join(folder, 'snippet.ts');
      // Imports stay at the top; the rest becomes a function, since it awaits.
      const imports = code.match(/^import .*$/gm)!.join('\n');
      writeFileSync(file, `${imports}\nexport async function run() {\n${code.replace(/^import .*$/gm, '')}\n}`);
      const { run } = (await loadTypeScript(file, esbuild)) as { run(): Promise<void> };
      await run();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
