import { counted } from '@/format/number';

type Noun = readonly [one: string, many: string];

/** What a table says around its rows. */
export const words = {
  empty: 'empty',
  filter: (nouns: string) => `Filter ${nouns}`,
  table: (label: string) => `${label}, table`,
  loading: (nouns: string) => `Loading ${nouns}`,
  selectAll: 'Select all in view',
  columns: 'Columns',
  columnsShown: (shown: number, all: number) => `Columns ${shown} of ${all}`,
  reset: 'Reset',
  find: 'Find a column',
  csv: 'CSV',
  noMatch: {
    title: (nouns: string) => `No ${nouns} match`,
    looked: (count: string, query: string) =>
      `${count} ${count === '1' ? 'was' : 'were'} looked through for “${query}”.`,
    more: 'There are more that are not shown yet.',
    clear: 'Clear filter',
  },
  more: {
    some: 'There are more.',
    unseen: 'There are more, which were not looked at yet.',
    onlyShown: (n: number, [one, many]: Noun) =>
      `Only the ${counted(n, one, many)} shown so far are searched.`,
    load: 'Show more',
  },
} as const;
