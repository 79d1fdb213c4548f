/** What a field says that finds one of hundreds. */
export const words = {
  choose: 'Choose one',
  project: 'Project',
  projects: 'projects',
  noProjects: 'Could not load projects',
  none: (typed: string) => (typed === '' ? 'There is none' : `Nothing matches ${typed}`),
  rest: (shown: string, all: string) => `${shown} of ${all}; type to find the others`,
  loaded: (loaded: string, noun: string) => `The first ${loaded} ${noun}`,
  more: (noun: string) => `Show more ${noun}`,
} as const;
