import { describe, expect, it } from 'vitest';
import type { PassportFragment, VersionRowFragment } from '@/api/generated/models';
import { aliasesOf, gatesOf, incumbentOf, isAuthor, mainMetric, type Alias, type ModelDetail } from './model';

function alias(name: string, target: string): Alias {
  return {
    name,
    movedAt: '2026-11-19T14:00:00Z',
    movedBy: 'engineer',
    target: { id: target, number: 1, status: 'APPROVED', run: null },
  };
}

function version(metrics: Record<string, number>): VersionRowFragment {
  return {
    id: 'v',
    number: 1,
    status: 'REGISTERED',
    author: 'engineer',
    createdAt: '2026-11-19T14:00:00Z',
    version: 1,
    approvals: [],
    run: {
      id: 'r',
      name: 'run',
      cost: null,
      metrics: Object.entries(metrics).map(([key, value]) => ({ key, value })),
    },
  };
}

/** Of which one endpoint serves versions by these weights. */
function model(aliases: Alias[], weights: Record<string, number> = {}): ModelDetail {
  const revisions = Object.entries(weights).map(([id, weight], index) => ({
    id: `r-${id}`,
    number: index + 1,
    status: 'READY',
    weight,
    modelVersion: { id },
  }));
  const endpoints = { edges: [{ node: { id: 'e', name: 'eta', revisions } }] };
  return { aliases, project: { endpoints } } as unknown as ModelDetail;
}

describe('a model', () => {
  it('has as incumbent what is in use and is another version', () => {
    const aliases = [alias('candidate', 'v8'), alias('baseline', 'v1'), alias('champion', 'v7')];
    expect(incumbentOf(model(aliases), [], 'v8')?.why).toBe('champion');
    expect(incumbentOf(model(aliases), [], 'v7')?.why).toBe('candidate');
    expect(incumbentOf(model([alias('champion', 'v7')]), [], 'v7')).toBeNull();
    expect(aliasesOf(aliases, 'v8')).toEqual(['candidate']);
  });

  it('has as incumbent what takes most traffic, where no alias says what is in use', () => {
    const versions = ['v8', 'v7', 'v6'].map((id) => ({ ...version({}), id }));
    const served = model([alias('baseline', 'v1')], { v8: 10, v7: 85, v6: 5 });
    expect(incumbentOf(served, versions, 'v8')).toMatchObject({ why: '85 % of eta', target: { id: 'v7' } });
    expect(incumbentOf(served, versions, 'v7')).toMatchObject({ why: '10 % of eta' });
    expect(incumbentOf(model([alias('champion', 'v6')], { v7: 85 }), versions, 'v8')?.why).toBe('champion');
  });

  it('shows of each version the metric that says how good it is', () => {
    expect(
      mainMetric([version({ epoch: 60, 'train.loss': 0.1, 'test.accuracy': 0.9, 'train.accuracy': 1 })]),
    ).toBe('test.accuracy');
    expect(mainMetric([version({ rows: 12, log_loss: 0.2 })])).toBe('log_loss');
    expect(mainMetric([version({})])).toBeNull();
  });

  it('knows who registered it, also where two people stand behind a key', () => {
    expect(isAuthor('engineer', 'engineer')).toBe(true);
    expect(isAuthor('admin, engineer', 'engineer')).toBe(true);
    expect(isAuthor('engineer', 'engine')).toBe(false);
    expect(isAuthor('key:ci', 'ci')).toBe(false);
  });
});

describe('the gates of a version', () => {
  const base = { signature: { inputs: [] }, run: { datasets: [{ status: 'VALIDATED' }] } };

  it('are known before the decision, but for the files', () => {
    expect(gatesOf(base as unknown as PassportFragment).map(({ name, passed }) => [name, passed])).toEqual([
      ['signature', true],
      ['data', true],
      ['files', null],
    ]);
  });

  it.each([
    [{ ...base, signature: null }, 'no signature.json'],
    [{ ...base, signature: {} }, 'no signature.json'],
    [{ ...base, run: { datasets: [] } }, 'the run names no data set version'],
    [
      { ...base, run: { datasets: [{ status: 'VALIDATED' }, { status: 'SEALED' }] } },
      '1 of 2 data set versions are validated',
    ],
  ])('may not hold', (passport, detail) => {
    const failed = gatesOf(passport as unknown as PassportFragment).filter(({ passed }) => passed === false);
    expect(failed.map((gate) => gate.detail)).toEqual([detail]);
  });
});
