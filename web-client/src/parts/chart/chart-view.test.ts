import { expect, it, vi } from 'vitest';
import { ChartView } from './chart-view';

it('tells once that the axis as drawn does not begin at 0', () => {
  const view = new ChartView('step');
  const heard = vi.fn();
  view.subscribeCut(heard);
  view.drew([0, 1]);
  expect(view.cut).toBeNull();
  view.drew([0.4, 1]);
  view.drew([0.4, 0.9]);
  expect(view.cut).toBe(0.4);
  expect(heard).toHaveBeenCalledTimes(1);
  view.drew(null);
  expect(view.cut).toBeNull();
});
