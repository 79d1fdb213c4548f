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

it('tells of the band above it only when it is drawn otherwise', () => {
  const view = new ChartView('time');
  const heard = vi.fn();
  view.subscribeBand(heard);
  const event = { at: 1, label: 'r23 ready' };
  view.drewBand([{ kind: 'words', event, x: 10, side: 'right' }]);
  view.drewBand([{ kind: 'words', event, x: 10, side: 'right' }]);
  expect(heard).toHaveBeenCalledTimes(1);
  view.drewBand([{ kind: 'words', event, x: 10, side: 'left' }]);
  expect(heard).toHaveBeenCalledTimes(2);
});
