import { count, counted } from '@/format/number';

/** What the difference of two versions says. */
export const words = {
  change: {
    manyAsBefore: (rows: number) => `${count(rows)}, as many as before`,
    ofThemMoved: (moved: number) => `, ${count(moved)} of them moved`,
    added: (added: number, moved: string) => `${count(added)} added${moved}`,
    removed: (removed: number) => `${count(removed)} removed`,
    changed: (changed: number) => `${count(changed)} changed`,
    unchanged: (unchanged: number) => `${count(unchanged)} unchanged`,
    noneOfThemChanged: (unchanged: number) => `${counted(unchanged, 'file', 'files')}, none of them changed`,
  },
  differencePanel: {
    note: (number: number, fromNumber: number) => `v${number} against v${fromNumber}`,
    what: 'Could not compare the versions',
    comparingTheVersions: 'Comparing the versions',
    title: 'Nothing to compare with',
    noVersionBefore: 'No version before this one was sealed and still has its files.',
    vWasNotSealed: (from: number) => `v${from} was not sealed, or its files are gone.`,
    compareWith: 'Compare with',
    chooseToCompare: 'Compare with…',
    newContent: 'New content',
    noNewContent: 'none: all of it was there before',
    noColumnsToCompare: (number: number, fromNumber: number) =>
      `No columns to compare: v${number} or v${fromNumber} has no profile of this table.`,
    heldAgainst: (name: string, nameBefore: string, before: number) =>
      `${name} is held against ${nameBefore}, the only table of v${before}.`,
    changes: (name: string) => `Changes of ${name}`,
    noneIsOrMore: (shifted: number) => `None is ${shifted} or more.`,
    orMore: (shifted: number, limit: number) =>
      `${counted(shifted, 'column is', 'columns are')} at ${limit} or more.`,
    psiHowFar: (shifted: string) =>
      `PSI: how far the values moved, as drift of endpoints is told by; 0 is not at all. ${shifted} Estimated from both profiles.`,
    rowsAndFiles: 'Rows and files',
    columnsThatChanged: 'Columns that changed',
    moreColumns: (n: number) => `${count(n)} more, in the table below`,
    columnsAsBefore: (same: number) =>
      same === 0 ? 'None is as before' : `${counted(same, 'column', 'columns')} as before`,
    notTold: 'not told',
    filesThatChanged: 'Files that changed',
    moreChanged: (n: number) => `${count(n)} more ${n === 1 ? 'file' : 'files'} changed.`,
    theFirst: 'the first',
  },
} as const;
