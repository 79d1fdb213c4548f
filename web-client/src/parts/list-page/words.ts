/** What a list says of itself on every page; its nouns are the page's. */
export const words = {
  clear: 'Clear filters',
  leftOut: 'Others are left out by the filters.',
  noMatch: (nouns: string) => `No ${nouns} match`,
  noneIn: (nouns: string, project: string) => `No ${nouns} in ${project}`,
  counted: (shown: string) => `Of ${shown}`,
  countedSoFar: (shown: string) => `Of the ${shown} loaded so far`,
  project: 'Project',
} as const;
