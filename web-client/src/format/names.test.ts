import { describe, expect, it } from 'vitest';
import { fewNames } from './names';

describe('names at a glance', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a, b'],
    [['a', 'b', 'c', 'd'], 'a, b and 2 more'],
  ])('%j are %s', (names, text) => expect(fewNames(names)).toBe(text));
});
