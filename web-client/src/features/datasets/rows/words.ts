import { count, counted } from '@/format/number';

/** What the sample of rows says. */
export const words = {
  sampleRows: {
    sampleRows: 'Sample rows',
    noRowsAnyMore: 'No rows any more',
    theyWent: 'They went with the files, after their time.',
    noRowsToShow: 'No rows to show',
    rowsAreShown:
      'Rows are shown of .csv, .tsv, .ndjson and .jsonl files, also as .gz. This version has none.',
    queryInSql: 'Query in SQL',
    what: 'Could not read the rows',
    label: 'Reading the rows',
    rowsSideways: 'Rows, sideways',
    tooLong: (unreadable: number) =>
      `${counted(unreadable, 'more line is', 'more lines are')} too long to be shown here, or no row.`,
    firstLines: 'The first lines of its first text file are too long to be shown here, or no rows.',
    firstTextFile: 'Its first text file has no row, or cannot be read.',
    of: (n: number, all: number) => `${count(n)} of ${count(all)}`,
    firstAsThey: (first: string) => `the first ${first}, as they stand in its first text file`,
  },
  valueTable: {
    showAllColumns: (n: number) => `Show all ${count(n)} columns`,
  },
} as const;
