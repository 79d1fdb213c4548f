import { describe, expect, it } from 'vitest';
import { matching } from './matching';

const options = ['Harbour gate', 'Gate cameras', 'Dock OCR'].map((label) => ({ value: label, label }));
const labels = (typed: string) => matching(options, typed).map(({ label }) => label);

describe('what a field offers while one types', () => {
  it('is all that there is before anything is typed', () => {
    expect(labels(' ')).toEqual(['Harbour gate', 'Gate cameras', 'Dock OCR']);
  });

  it('has each typed word in it, and begins with those that begin so', () => {
    expect(labels('GATE')).toEqual(['Gate cameras', 'Harbour gate']);
    expect(labels('gate har')).toEqual(['Harbour gate']);
    expect(labels('crane')).toEqual([]);
  });
});
