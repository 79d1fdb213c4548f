import { counted } from '@/format/number';

const runs = (n: number) => counted(n, 'run', 'runs');

/** What is said where runs are compared. */
export const words = {
  title: 'Compare runs',
  count: runs,
  none: 'Nothing to compare',
  select: 'Select runs in a list with their boxes',
  orWith: ', or with',
  thenPress: ', then press',
  thenCompare: ', then compare them',
  open: 'Open runs',
  notLoaded: 'Could not compare the runs',
  loading: 'Loading the comparison',
  baseline: 'Baseline',
  baselineOf: (run: string) => `Baseline: ${run}`,
  allParams: 'All parameters',
  runs: 'Runs',
  metrics: 'Metrics',
  params: 'Parameters',
  differingParams: 'Differing parameters',
  noneLogged: 'None was logged.',
  noneDiffering: 'All of them have the same values in these runs, or none were logged.',
  table: 'Comparison, table',
  caption: (baseline: string) => `Comparison; differences are those from ${baseline}`,
  baselineTag: 'baseline',
  value: 'Value',
  difference: 'Difference',
  selected: 'Selected runs',
  selectedCount: (n: number) => `${runs(n)} selected`,
  clear: 'Clear',
  another: 'Select another to compare',
  atMost: (n: number) => `Select at most ${n}`,
  verb: (n: number) => `Compare ${n}`,
  parts: { label: 'Parts of the comparison', table: 'Table', charts: 'Charts', plots: 'Plots' },
} as const;
