/** What the page of all that was done says; its sentences are those of the panels of activity. */
export const words = {
  home: 'Home',
  noun: ['entry', 'entries'],
  placeholder: 'Who, what or thing',
  daysSoFar: 'The last day may have more entries, which are not loaded yet.',
  filters: { kind: 'Kind', who: 'Who' },
  columns: { at: 'At', who: 'Who', did: 'What', project: 'Project' },
} as const;
