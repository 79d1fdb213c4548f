// Adds the typefaces' licences to those of the scripts, then holds the pages to what they are served under: no inline
// script or style, nothing from elsewhere, and a first page that stays small. Prints the sizes.
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Compressed scripts of the first page; a first visit over a slow line waits for them. */
const MAX_FIRST_PAGE_SCRIPT_BYTES = 240_000;
const FIRST_PAGE = ['index.html', 'src/features/home/HomePage.tsx'];

const target = join(import.meta.dirname, '../target');
const pages = join(target, 'classes/META-INF/resources');
const problems = [];

const FONT_LICENSES = [
  'inter-ui/LICENSE.txt',
  '@fontsource-variable/inter/LICENSE',
  '@fontsource-variable/jetbrains-mono/LICENSE',
];
for (const file of FONT_LICENSES) {
  const text = readFileSync(join(target, '../node_modules', file), 'utf8');
  appendFileSync(
    join(pages, 'licenses.md'),
    `\n## ${file.slice(0, file.lastIndexOf('/'))} (OFL-1.1)\n\n${text}`,
  );
}

const html = readFileSync(join(pages, 'index.html'), 'utf8');
if (/<script(?![^>]*\bsrc=)/.test(html)) problems.push('index.html has an inline script');
if (/<style|\sstyle=|\son[a-z]+=/.test(html)) problems.push('index.html has an inline style or handler');
if (/(?:src|href)="(?:https?:)?\/\//.test(html)) problems.push('index.html loads something from elsewhere');

// The manifest is for this check; it is no page.
mkdirSync(target, { recursive: true });
const manifestFile = join(target, 'manifest.json');
renameSync(join(pages, '.vite/manifest.json'), manifestFile);
rmSync(join(pages, '.vite'), { recursive: true });
const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));

const scripts = new Set(['theme.js']);
const sheets = new Set();
function collect(key) {
  const { file, css = [], imports = [] } = manifest[key];
  if (scripts.has(file)) return;
  scripts.add(file);
  for (const sheet of css) sheets.add(sheet);
  for (const imported of imports) collect(imported);
}
FIRST_PAGE.forEach(collect);

for (const sheet of sheets) {
  if (/url\((?!\/assets\/)/.test(readFileSync(join(pages, sheet), 'utf8')))
    problems.push(`${sheet} loads from elsewhere`);
}

const compressed = (files) =>
  [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(pages, file)), { level: 9 }).length, 0);
const scriptBytes = compressed(scripts);
if (scriptBytes > MAX_FIRST_PAGE_SCRIPT_BYTES) {
  problems.push(
    `the first page needs ${scriptBytes} bytes of script (at most ${MAX_FIRST_PAGE_SCRIPT_BYTES})`,
  );
}

const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
console.log(`console: first page ${kib(scriptBytes)} script, ${kib(compressed(sheets))} style (gzip)`);
if (problems.length > 0) {
  console.error(problems.map((problem) => `console: ${problem}`).join('\n'));
  process.exitCode = 1;
}
