import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const text = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

/** As one reads it: prettier breaks lines of Markdown elsewhere than those of code. */
const words = (code: string) => code.replaceAll(/[\s(),]+/g, ' ').trim();

it('the list page in the README is the one that the console has', () => {
  const [page = '', columns = ''] = [...text('README.md').matchAll(/```tsx\n(.*?)```/gs)].map(
    ([, code = '']) => code,
  );
  expect(page).toContain('<ListPage');
  expect(words(text('src/features/models/ModelListPage.tsx'))).toContain(words(page));
  const real = words(text('src/features/models/model-columns.tsx'));
  const shown = columns.split('\n').slice(1, -2).join('\n');
  expect(shown).toContain('nameColumn(');
  for (const column of shown.split(/(?<=\),)\n(?= {2}\S)/)) expect(real).toContain(words(column));
});
