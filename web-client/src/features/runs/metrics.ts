/** The metric that says most of the runs together: that of most of them, as the platform tells it of each. */
export function leadingMetric(
  runs: readonly { readonly leadingMetric: { readonly key: string } | null }[],
): string | undefined {
  const times = new Map<string, number>();
  for (const { leadingMetric: lead } of runs)
    if (lead !== null) times.set(lead.key, (times.get(lead.key) ?? 0) + 1);
  const [first] = [...times].sort(([a, as], [b, bs]) => bs - as || (a < b ? -1 : 1));
  return first?.[0];
}

/** Words in a metric's name that say that less is better. */
const LESS_IS_BETTER =
  /loss|error|rmse|mse|mae|mape|perplexity|latency|divergence|(^|[^a-z])(ece|wer|cer)([^a-z]|$)/i;
/** Words that say that more is. */
const MORE_IS_BETTER =
  /accuracy|precision|recall|score|bleu|rouge|likelihood|(^|[^a-z])(acc|f1|auc|auroc|map|iou|r2)([^a-z]|$)/i;

/** Which way a metric is better, told by its name; null where the name does not tell, as of a learning rate. */
export function betterIs(key: string): 'max' | 'min' | null {
  if (LESS_IS_BETTER.test(key)) return 'min';
  return MORE_IS_BETTER.test(key) ? 'max' : null;
}

export interface ChartGroup {
  readonly title: string;
  readonly lines: readonly { readonly key: string; readonly label: string }[];
}

/** So many lines may share one chart. */
const MAX_LINES = 6;

/** Metrics that measure the same for different data share a chart: `train.loss` and `test.loss` are two losses. */
export function chartGroups(keys: readonly string[]): ChartGroup[] {
  const groups = new Map<string, string[]>();
  for (const key of keys) {
    const name = lastPart(key);
    groups.set(name, [...(groups.get(name) ?? []), key]);
  }
  return [...groups].flatMap(([name, members]) => {
    if (members.length === 1 || members.length > MAX_LINES) {
      return members.map((key) => ({ title: key, lines: [{ key, label: key }] }));
    }
    return [{ title: name, lines: members.map((key) => ({ key, label: firstPart(key, name) })) }];
  });
}

function lastPart(key: string): string {
  return /[^./]+$/.exec(key)?.[0] ?? key;
}

function firstPart(key: string, name: string): string {
  const first = key.slice(0, key.length - name.length).replace(/[./]$/, '');
  return first === '' ? key : first;
}
