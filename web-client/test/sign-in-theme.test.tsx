import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const CONSOLE = join(import.meta.dirname, '..');
const THEME = join(CONSOLE, '../tenancy/src/main/theme/theme/keelson/login/resources/fonts');

it('the pages of sign-in have the letters that the console bundles', () => {
  const ours = readFileSync(join(THEME, 'InterVariable-subset.woff2'));
  const bundled = readFileSync(
    join(CONSOLE, 'node_modules/inter-ui/variable-latin/InterVariable-subset.woff2'),
  );
  expect(ours.equals(bundled)).toBe(true);
  expect(readFileSync(join(CONSOLE, 'src/theme/fonts.css'), 'utf8')).toContain(
    'inter-ui/variable-latin/InterVariable-subset.woff2',
  );
});
