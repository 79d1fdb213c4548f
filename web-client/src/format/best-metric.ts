/** One measurement of a run, as it stands last. */
interface Measured {
  readonly key: string;
  readonly value?: number | null | undefined;
}

interface FinishedRun {
  readonly id: string;
  readonly name: string;
  readonly metrics: readonly Measured[];
}

export interface BestMetric {
  readonly key: string;
  readonly value: number;
  readonly runId: string;
  readonly runName: string;
}

/** What is measured on data that training has not seen comes first; of these what is better the more of it there is. */
const WANTED = [
  /(val|valid|eval|test).*(acc|f1|auc|r2|score)/i,
  /(acc|f1|auc|r2|score)/i,
  /(val|valid|eval|test).*(loss|rmse|mae|error)/i,
];

const LESS_IS_BETTER = /(loss|rmse|mae|error)/i;

/** The best of the runs by the metric that says most of them; null where none says anything that is known to be good. */
export function bestMetric(runs: readonly FinishedRun[]): BestMetric | null {
  const keys = [...new Set(runs.flatMap(({ metrics }) => metrics.map(({ key }) => key)))].sort();
  const key = WANTED.map((wanted) => keys.find((one) => wanted.test(one))).find((one) => one !== undefined);
  if (key === undefined) return null;
  const sign = LESS_IS_BETTER.test(key) ? -1 : 1;
  const found = runs.flatMap(({ id, name, metrics }) => {
    const value = metrics.find((metric) => metric.key === key)?.value;
    return value == null ? [] : [{ key, value, runId: id, runName: name }];
  });
  return found.length === 0
    ? null
    : found.reduce((best, other) => (sign * other.value > sign * best.value ? other : best));
}
