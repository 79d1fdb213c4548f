import { counted } from '@/format/number';

/** What the panel of a job's log says around its lines. */
export const words = {
  title: 'Log',
  notLoaded: 'Could not load the log',
  loading: 'Loading the log',
  noneYet: 'No lines yet',
  none: 'It wrote nothing',
  lost: 'Connection lost, trying again',
  following: 'Following',
  follow: 'Follow',
  toEnd: 'To the end',
  download: 'Download',
  ofLog: ' log',
  dropped: (n: number) => `${counted(n, 'earlier line', 'earlier lines')} not shown.`,
  search: 'Search in the log',
  noMatch: 'No match',
  found: (place: number, of: number) => `${place} of ${of}`,
  previous: 'Previous',
  next: 'Next',
  ofMatches: ' match',
} as const;
