// What the pages bring along of other people's work, with its licence: target/licences/npm.txt. Another licence
// than these fails the build.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ALLOWED = new Set([
  'MIT',
  'Apache-2.0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'OFL-1.1',
  'BlueOak-1.0.0',
]);
/** Named in the readme alone. */
const FROM_README = { 'combine-errors': 'MIT' };
/** What a library wants for its command line, which the pages do not bring along. */
const NOT_IN_PAGES = new Set(['argparse']);
const root = join(import.meta.dirname, '..');
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

const shipped = Object.entries(packages)
  .filter(([path, { dev }]) => path !== '' && !dev)
  .map(([path, { version, license }]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return { name, version, license: license ?? FROM_README[name] ?? 'none named' };
  })
  .filter(({ name }) => !NOT_IN_PAGES.has(name));
const alternatives = (license) => license.replace(/^\((.*)\)$/, '$1').split(' OR ');
const refused = shipped.filter(({ license }) => !alternatives(license).some((one) => ALLOWED.has(one)));
if (refused.length > 0) {
  for (const { name, version, license } of refused)
    console.error(`licences: ${name} ${version}: ${license} (expected: one of ${[...ALLOWED].join(', ')})`);
  process.exit(1);
}
mkdirSync(join(root, 'target/licences'), { recursive: true });
writeFileSync(
  join(root, 'target/licences/npm.txt'),
  shipped.map(({ name, version, license }) => `(${license}) ${name} ${version}\n`).join(''),
);
