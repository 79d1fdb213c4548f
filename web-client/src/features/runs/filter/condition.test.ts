import { describe, expect, it } from 'vitest';
import { asText, isBeginning, read, typed, written } from './address';
import { daysOf, filterOf, fit, flawOf, roomFor, taken, type Condition } from './condition';

const NOW = Date.UTC(2026, 10, 19, 14, 32);

const conditions: readonly Condition[] = [
  { kind: 'metric', key: 'val/f1', operator: 'ge', value: '0.9', of: 'LARGEST' },
  { kind: 'param', key: 'lr', operator: 'le', value: '1e-3' },
  { kind: 'param', key: 'backbone', operator: 'has', value: 'vit~l, a=b' },
  { kind: 'tag', key: 'stage', operator: 'there', value: '' },
  { kind: 'person', ids: ['p1', 'p2'] },
  { kind: 'started', value: '7d' },
  { kind: 'archived' },
];

describe('a filter of runs', () => {
  it('is the same when it is read from the address', () => {
    expect(conditions.map((condition) => read(written(condition)))).toEqual(conditions);
  });

  it.each([
    'param~lr~over~1',
    'metric~val/f1~ge~high',
    'param~~is~1',
    'started~0d',
    'started~2026-11-09..2026-11-01',
    'started~..9999-12-31',
    'started~0000-01-01..',
    'person~',
    'cost~x~is~1',
    '',
  ])('is none where the address says %j', (text) => {
    expect(read(text)).toBeNull();
  });

  it('is asked of the platform in its terms', () => {
    expect(filterOf(conditions, ' vit ', NOW)).toEqual({
      metrics: [{ key: 'val/f1', operator: 'AT_LEAST', number: 0.9, value: 'LARGEST' }],
      params: [
        { key: 'lr', numberOperator: 'AT_MOST', number: 0.001 },
        { key: 'backbone', textOperator: 'CONTAINS', text: 'vit~l, a=b' },
      ],
      tags: [{ key: 'stage' }],
      creatorIds: ['p1', 'p2'],
      startedFrom: '2026-11-13T00:00:00.000Z',
      archived: true,
      name: 'vit',
    });
    expect(filterOf([], ' ', NOW)).toBeNull();
  });

  it('takes whole days, the last one too', () => {
    expect(daysOf('2026-11-01..2026-11-03', NOW)).toEqual({
      from: '2026-11-01T00:00:00.000Z',
      to: '2026-11-04T00:00:00.000Z',
    });
    expect(daysOf('..2026-11-03', NOW)).toEqual({ from: null, to: '2026-11-04T00:00:00.000Z' });
    expect(daysOf('..', NOW)).toBeNull();
  });

  it('is one of a kind where there is one at a time, and no more than the platform counts', () => {
    const days: Condition = { kind: 'started', value: '2026-11-01..2026-11-03' };
    expect(taken([{ kind: 'started', value: '7d' }, { kind: 'archived' }, days])).toEqual([
      { kind: 'archived' },
      days,
    ]);
    const many = Array.from({ length: 20 }, (_, index): Condition => ({
      kind: 'tag',
      key: `t${index}`,
      operator: 'there',
      value: '',
    }));
    // Both ends of a period count, and a name may come to them.
    expect(taken([days, ...many])).toHaveLength(8);
    expect(roomFor(taken([days, ...many]))).toBe(0);
    expect(roomFor(taken(many.slice(0, 3)))).toBe(6);
    expect([fit([...many.slice(0, 7), days]), fit([...many.slice(0, 8), days])]).toEqual([true, false]);
  });

  it('asks for no name that ends in a space where it is cut', () => {
    expect(filterOf([], `${'a'.repeat(199)} b`, NOW)).toEqual({ name: 'a'.repeat(199) });
  });

  it('says what is wrong before the platform does', () => {
    expect(flawOf({ kind: 'metric', key: 'f1', operator: 'ge', value: 'NaN' })).toBe('number');
    expect(flawOf({ kind: 'param', key: 'a~b', operator: 'is', value: '1' })).toBe('key');
    expect(flawOf({ kind: 'param', key: 'a', operator: 'has', value: '' })).toBe('text');
    expect(flawOf({ kind: 'param', key: 'a', operator: 'is', value: '' })).toBeNull();
  });
});

describe('a filter that is typed', () => {
  it.each([
    ['params.lr >= 0.01', { kind: 'param', key: 'lr', operator: 'ge', value: '0.01' }],
    ['metrics.val/f1>0.9', { kind: 'metric', key: 'val/f1', operator: 'gt', value: '0.9' }],
    ['tag.stage = "candidate two"', { kind: 'tag', key: 'stage', operator: 'is', value: 'candidate two' }],
    ['params.backbone ~ vit', { kind: 'param', key: 'backbone', operator: 'has', value: 'vit' }],
    ['metrics.f1 ~ 0.9', null],
    ['metrics.f1 > high', null],
    ['damage-vit', null],
  ])('%s', (text, condition) => {
    expect(typed(text)).toEqual(condition);
    if (condition !== null) expect(typed(asText(condition as never))).toEqual(condition);
  });

  it('is no name on its way there', () => {
    expect([isBeginning('params.l'), isBeginning('metrics.'), isBeginning('parameter')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
