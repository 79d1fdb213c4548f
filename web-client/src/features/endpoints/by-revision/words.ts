/** What the charts of single revisions say. */
export const words = {
  choice: 'Requests of',
  title: 'By revision',
  together: 'All revisions',
  apart: 'By revision',
  traffic: 'Traffic by revision',
  latency: 'Latency by revision',
  errors: 'Errors by revision',
  trafficNote: (period: string) => `requests/min, ${period}`,
  latencyNote: 'p95 in ms, at the gateway',
  errorsNote: 'share of the requests',
  revision: (number: number) => `r${number}`,
  limit: (ms: string) => `alert above p95 ${ms} ms`,
  none: 'No requests',
  noneSaid: (period: string) => `No revision was asked anything in the last ${period}.`,
};
