/** What people look at first, best first. */
const LEADING = [
  /(^|[./_-])(val|valid|validation|test|eval)[./_-].*(f1|accuracy|auc|map|r2)/i,
  /f1|accuracy|auc|r2/i,
  /(val|test|eval).*loss/i,
  /loss/i,
];

/** The metric that says most of a run; undefined where there is none. */
export function leadingMetric(keys: readonly string[]): string | undefined {
  for (const pattern of LEADING) {
    const found = keys.find((key) => pattern.test(key));
    if (found !== undefined) return found;
  }
  return keys[0];
}
