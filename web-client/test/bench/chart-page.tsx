import { createRoot } from 'react-dom/client';
import '@/theme/index.css';
import { SeriesStore, TimeSeries } from '@/parts/TimeSeries';

const SERIES = 20;
const POINTS = 10_000;
const APPEND_EVERY_MS = 100;

const value = (series: number, step: number) =>
  Math.exp(-step / (1_500 + series * 90)) + 0.02 * Math.sin(step / 7 + series) + series * 0.03;

const lines = Array.from({ length: SERIES }, (_, series) => ({
  id: `s${series}`,
  label: `series ${series}`,
  points: Array.from({ length: POINTS }, (_unused, step) => ({ x: step, y: value(series, step) })),
}));

/** `?charts=many`: as a run with twenty metrics that have nothing in common; else all in one. */
const isMany = new URLSearchParams(location.search).get('charts') === 'many';
const stores = isMany ? lines.map((line) => new SeriesStore([line])) : [new SeriesStore(lines)];

let step = POINTS;
setInterval(() => {
  for (let series = 0; series < SERIES; series += 1) {
    stores[isMany ? series : 0]?.append(`s${series}`, step, value(series, step));
  }
  step += 1;
}, APPEND_EVERY_MS);

const root = document.getElementById('root');
if (root === null) throw new Error('chart.html has no #root');
createRoot(root).render(
  <main style={{ minHeight: 2_400, display: 'grid', gridTemplateColumns: isMany ? '1fr 1fr' : '1fr' }}>
    {stores.map((store, index) => (
      <TimeSeries
        key={index}
        title={isMany ? `Metric ${index}` : 'Loss'}
        note={`${store.specs.length} series`}
        store={store}
        axis="step"
        live
        offersLog
        height={isMany ? 160 : 320}
      />
    ))}
  </main>,
);
