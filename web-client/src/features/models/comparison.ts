export interface Metric {
  readonly key: string;
  readonly value: number | null;
}

export type Better = 'this' | 'that' | 'same' | 'unknown';

export interface ComparedMetric {
  readonly key: string;
  readonly mine: number | null;
  readonly theirs: number | null;
  readonly difference: number | null;
  readonly better: Better;
}

/** Differences below this share of the larger value are noise of floating point, not news. */
const SAME_SHARE = 1e-9;

/** Metrics of two versions side by side: those of both first, each group by name. */
export function compare(mine: readonly Metric[], theirs: readonly Metric[]): ComparedMetric[] {
  const left = new Map(mine.map(({ key, value }) => [key, value]));
  const right = new Map(theirs.map(({ key, value }) => [key, value]));
  const keys = [...new Set([...left.keys(), ...right.keys()])].sort();
  const both = keys.filter((key) => left.has(key) && right.has(key));
  const one = keys.filter((key) => !both.includes(key));
  return [...both, ...one].map((key) => compareOne(key, left.get(key) ?? null, right.get(key) ?? null));
}

function compareOne(key: string, mine: number | null, theirs: number | null): ComparedMetric {
  if (mine === null || theirs === null) return { key, mine, theirs, difference: null, better: 'unknown' };
  const difference = mine - theirs;
  const isSame = Math.abs(difference) <= SAME_SHARE * Math.max(Math.abs(mine), Math.abs(theirs));
  if (isSame) return { key, mine, theirs, difference: 0, better: 'same' };
  const direction = directionOf(key);
  if (direction === null) return { key, mine, theirs, difference, better: 'unknown' };
  return {
    key,
    mine,
    theirs,
    difference,
    better: difference > 0 === (direction === 'more') ? 'this' : 'that',
  };
}

const LESS = /loss|error|mae\b|mse\b|rmse|mape|perplexity|false|latency|duration|seconds|_ms\b|\.ms\b/i;
const MORE = /accuracy|\bacc\b|f1|auc|precision|recall|r2\b|score|\bmap\b|bleu|rouge|iou|ndcg|hit/i;

/** Which way a metric is better, by the names that people give them; null where a name tells nothing. */
export function directionOf(key: string): 'more' | 'less' | null {
  const words = key.replaceAll(/[_/]/g, '.');
  if (LESS.test(words) || LESS.test(key)) return 'less';
  return MORE.test(words) ? 'more' : null;
}
