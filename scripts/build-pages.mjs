/**
 * Builds the pages: one offline HTML file each, from src/pages/NAME/ (page.html, page.css, main.ts), into dist/pages. Script and style
 * stand in the file itself, and its content policy names them by their hashes: nothing else runs, nothing is fetched.
 *   node scripts/build-pages.mjs [FOLDER]
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const source = path.join(root, 'src', 'pages');

const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Bundles one entry; what needs Node cannot be in it, since the platform is a browser. */
async function bundle(esbuild, file) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [file],
    bundle: true,
    write: false,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    // The API's protobuf classes are for the details of gRPC statuses, which no page ever asks for.
    external: ['@temporalio/proto'],
    logLevel: 'warning',
  });
  // A text that ends the element would end it here, too.
  return outputFiles[0].text.trim().replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
}

/** @returns {Promise<string[]>} the names of the pages that were built */
export async function buildPages(folder = path.join(root, 'dist', 'pages')) {
  const esbuild = await import('esbuild');
  const names = readdirSync(source).filter((name) => existsSync(path.join(source, name, 'page.html')));
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    const script = await bundle(esbuild, path.join(source, name, 'main.ts'));
    const style = await bundle(esbuild, path.join(source, name, 'page.css'));
    const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'`;
    const html = readFileSync(path.join(source, name, 'page.html'), 'utf8')
      .replace('<!-- policy -->', () => `<meta http-equiv="Content-Security-Policy" content="${policy}">`)
      .replace('<!-- style -->', () => `<style>${style}</style>`)
      .replace(
        '<!-- script -->',
        () => `<script type="application/json" id="data">null</script>\n<script>${script}</script>`,
      );
    // In one step, since somebody may read it meanwhile.
    const file = path.join(folder, `${name}.html`);
    writeFileSync(`${file}.${process.pid}`, html);
    renameSync(`${file}.${process.pid}`, file);
  }
  return names;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(`built ${(await buildPages(process.argv[2])).join(' ')}`);
}
