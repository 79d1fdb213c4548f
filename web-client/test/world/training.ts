import type { LeadingMetric, Series, SeriesAxis, SeriesPoint } from '../generated/schema';
import { iso, numbersOf, SECOND } from './clock';
import type { RunRow } from './runs';
import type { World } from './world';

/** Points of a metric that was logged all along. */
const POINTS = 160;

/** What people look at first, best first, as the platform's LeadingMetric has it. */
const LEADING = [
  /(^|[./_-])(val|valid|validation|test|eval)[./_-].*(f1|accuracy|auc|map|r2)/i,
  /f1|accuracy|auc|r2/i,
  /(val|test|eval).*loss/i,
  /loss/i,
  /^/,
];

const LEADING_VALUES = 24;

/** The metric that says most of a run, and how it went. */
export function leadingMetricOf(run: RunRow): LeadingMetric | null {
  const keys = run.metrics.map(({ key }) => key).sort();
  const found = LEADING.flatMap((pattern) => keys.find((key) => pattern.test(key)) ?? [])[0];
  const latest = run.metrics.find(({ key }) => key === found);
  if (latest === undefined) return null;
  const [line] = seriesOf(run, [latest.key], 'STEP', LEADING_VALUES);
  const values = (line?.points ?? []).map(({ last }) => last);
  return { key: latest.key, values: values.length === 0 ? [latest.value] : values };
}

/** How a metric came to its latest value: fast at first, then ever slower, with some noise. */
export function seriesOf(run: RunRow, keys: readonly string[], x: SeriesAxis, buckets: number): Series[] {
  return keys.map((key) => {
    const metric = run.metrics.find((one) => one.key === key);
    const points = metric === undefined || metric.step === 0 ? [] : curve(run, metric, x, buckets);
    return { key, points };
  });
}

function curve(
  run: RunRow,
  { key, value, step, min, max }: RunRow['metrics'][number],
  x: SeriesAxis,
  buckets: number,
): SeriesPoint[] {
  const next = numbersOf(`${run.name} ${key}`);
  const isFalling = value === min;
  const from = isFalling ? max : min;
  const count = Math.min(POINTS, buckets);
  const startedMs = Date.parse(run.startedAt ?? run.createdAt);
  const endMs = Date.parse(run.metrics[0]?.at ?? run.createdAt);
  return Array.from({ length: count }, (_, index) => {
    const gone = (index + 1) / count;
    const noise = index === count - 1 ? 0 : (next() - 0.5) * 0.04 * Math.abs(from - value);
    const last = from + (value - from) * ((1 - Math.exp(-4 * gone)) / (1 - Math.exp(-4))) + noise;
    const spread = 0.02 * Math.abs(from - value);
    return {
      x: x === 'STEP' ? Math.round(step * gone) : (startedMs + (endMs - startedMs) * gone) / SECOND,
      last,
      mean: last,
      min: key.startsWith('train') ? last - spread : last,
      max: key.startsWith('train') ? last + spread : last,
    };
  });
}

/** The lines a running training has written so far. */
export function trainingLog(world: World, jobId: string, count = 140) {
  const job = world.jobs.find(({ id }) => id === jobId);
  const run = world.runs.find(({ id }) => id === job?.runId);
  if (run?.status !== 'RUNNING') return [];
  const lastStep = run.metrics[0]?.step ?? 0;
  return Array.from({ length: count }, (_, index) => {
    const back = count - 1 - index;
    const isWarning = back === 8;
    const step = lastStep - back * 10;
    const loss = (0.1632 + back * 0.0004).toFixed(4);
    return {
      at: iso(world.now() - back * 30 * SECOND - 4 * SECOND),
      cursor: `line-${index}`,
      stream: isWarning ? 'ERR' : 'OUT',
      text: isWarning
        ? 'warning: 3 images skipped, truncated JPEG (parcel-images/shard-0412)'
        : `step ${step.toLocaleString('en-US')}  train/loss ${loss}  lr 4.85e-05  0.33 steps/s  84 images/s`,
    };
  });
}

/** What a run leaves when it ends well, below the root or a folder of it. */
export function artifactsOf(run: RunRow, folder: string | null) {
  if (run.status !== 'FINISHED') return [];
  const file = (path: string, sizeBytes: number) => ({
    path,
    folder: false,
    sizeBytes,
    downloadUrl: objectUrl(path),
  });
  if (folder === 'plots') return [file('plots/confusion.png', 86_016)];
  if (folder !== null) return [];
  return [
    { path: 'plots', folder: true, sizeBytes: null, downloadUrl: null },
    file('evaluation.json', 412),
    file('model.onnx', 1_218_301_952),
    file('predictions.csv', 24_310),
    file('signature.json', 1_204),
  ];
}

/** As the platform signs them, under whatever name it knows itself by. */
export function objectUrl(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return `http://platform.example/data/objects/${'5b'.repeat(32)}?name=${encodeURIComponent(name)}&expires=1&signature=s`;
}
