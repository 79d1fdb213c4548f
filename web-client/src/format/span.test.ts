import { expect, it } from 'vitest';
import { isoSpan, msInWords, spanInWords, spanMs, spanOf, spansInWords } from './span';
import { DAY_MS } from './units';

it.each([
  ['PT45M', '45 min'],
  ['PT2H', '2 h'],
  ['PT1H30M', '1 h 30 min'],
  ['P1D', '1 day'],
  ['P3DT2H5M', '3 days 2 h'],
  ['PT90S', '1 min 30 s'],
  ['PT0S', '0 s'],
])('%s reads %s', (iso, words) => {
  expect(spanInWords(iso).replaceAll('\u00a0', ' ')).toBe(words);
});

it('leaves out what lies between the two largest parts when that is nothing', () => {
  expect(msInWords(DAY_MS + 5_000).replaceAll('\u00a0', ' ')).toBe('1 day');
});

it('is typed in the largest whole unit, and sent in seconds', () => {
  expect(spanOf('PT90M')).toEqual({ amount: '90', unit: 'minutes' });
  expect(spanOf('PT48H')).toEqual({ amount: '2', unit: 'days' });
  expect(isoSpan({ amount: '2', unit: 'hours' })).toBe('PT7200S');
  expect(spanMs({ amount: '', unit: 'hours' })).toBeNaN();
});

it('puts the durations of a sentence into words, and nothing else', () => {
  const said = 'window: PT5S (expected: PT1M to PT168H, in whole seconds); PTA and API stay';
  expect(spansInWords(said).replaceAll('\u00a0', ' ')).toBe(
    'window: 5 s (expected: 1 min to 7 days, in whole seconds); PTA and API stay',
  );
});
