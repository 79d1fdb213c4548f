/** What every form says beside its own words. */
export const words = {
  cancel: 'Cancel',
  failed: (what: string) => `Could not ${what}`,
  request: 'Request',
  overwrite: 'Save mine',
  conflict: {
    changed: 'Someone else changed it meanwhile',
    sides: 'Theirs beside yours',
    theirs: 'Theirs',
    yours: 'Yours',
    goOn: 'Decide on that',
    takeTheirs: 'Take theirs',
  },
  named: {
    name: 'Name',
    slug: 'Slug',
  },
} as const;
