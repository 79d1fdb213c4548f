import { expect, it } from 'vitest';
import { suggestSlug } from './slug';

it.each([
  ['Damage classifier', 'damage-classifier'],
  ['  Été 2026: Prévision! ', 'ete-2026-prevision'],
  ['--', ''],
  ['日本', ''],
])('makes of the name %j the slug %j', (name, slug) => {
  expect(suggestSlug(name)).toBe(slug);
});
