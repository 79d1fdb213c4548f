/** What a chart says around its lines. */
export const words = {
  log: 'log scale',
  cut: (at: string) => `y axis cut at ${at}`,
  follow: 'Follow',
  whole: 'Whole range',
  logOf: (title: string) => ` scale of ${title}`,
  csvOf: (title: string) => ` of ${title}`,
  none: 'No points yet',
  eventsOf: (title: string) => `Events in ${title}`,
  numberedOf: (title: string) => `Numbered events in ${title}`,
  allEvents: (n: number) => `Show all ${n} events`,
  aloud: {
    none: 'no points',
    noValue: (label: string) => `${label} has no value`,
    values: (label: string, from: string, to: string) => `${label} from ${from} to ${to}`,
    whole: (series: string, from: string, to: string) => `${series}. From ${from} to ${to}.`,
    limit: (label: string, value: string) => `Limit ${label}: ${value}.`,
    event: (label: string, at: string) => `${label} at ${at}.`,
    numbered: (number: number, label: string, at: string) => `${number}: ${label} at ${at}.`,
  },
  /** What is read off an axis at one place. */
  atPercent: (percent: string) => `at ${percent}\u00a0% of the run`,
  units: {
    elapsed: 'since start',
    percent: 'percent of run',
  },
  axes: {
    step: 'by step',
    time: 'by time, UTC',
    elapsed: 'by time since start',
    percent: 'by percent of run',
  },
} as const;
