import { describe, expect, it } from 'vitest';
import { bestMetric } from './best-metric';

const run = (name: string, ...metrics: readonly (readonly [string, number | null])[]) => ({
  id: name,
  name,
  metrics: metrics.map(([key, value]) => ({ key, value })),
});

describe('the best metric of a project', () => {
  it('is the highest accuracy on unseen data, whatever else was measured', () => {
    const runs = [
      run('a', ['train/accuracy', 1], ['val/accuracy', 0.91], ['val/loss', 0.2]),
      run('b', ['val/accuracy', 0.93], ['val/loss', 0.4]),
    ];
    expect(bestMetric(runs)).toMatchObject({ key: 'val/accuracy', value: 0.93, runName: 'b' });
  });

  it('is the lowest loss where nothing better is known', () => {
    expect(bestMetric([run('a', ['val/loss', 0.2]), run('b', ['val/loss', 0.1])])).toMatchObject({
      value: 0.1,
      runName: 'b',
    });
  });

  it('is nothing where no metric is known to be good or bad, or none was a number', () => {
    expect(bestMetric([run('a', ['lr', 0.2])])).toBeNull();
    expect(bestMetric([run('a', ['val/f1', null])])).toBeNull();
    expect(bestMetric([])).toBeNull();
  });
});
