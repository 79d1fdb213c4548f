import { createRoot } from 'react-dom/client';
import '@/theme/index.css';
import { SeriesStore, TimeSeries } from '@/parts/TimeSeries';

const SERIES = 20;
const POINTS = 10_000;
const APPEND_EVERY_MS = 100;

const value = (series: number, step: number) =>
  Math.exp(-step / (1_500 + series * 90)) + 0.02 * Math.sin(step / 7 + series) + series * 0.03;

const store = new SeriesStore(
  Array.from({ length: SERIES }, (_, series) => ({
    id: `s${series}`,
    label: `series ${series}`,
    points: Array.from({ length: POINTS }, (_unused, step) => ({ x: step, y: value(series, step) })),
  })),
);

let step = POINTS;
setInterval(() => {
  for (let series = 0; series < SERIES; series += 1) store.append(`s${series}`, step, value(series, step));
  step += 1;
}, APPEND_EVERY_MS);

const root = document.getElementById('root');
if (root === null) throw new Error('chart.html has no #root');
createRoot(root).render(
  <main style={{ minHeight: 2_400 }}>
    <TimeSeries title="Loss" note="20 series" store={store} axis="step" live offersLog height={320} />
  </main>,
);
