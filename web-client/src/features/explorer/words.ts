import { count } from '@/format/number';

/** What the page of the API by hand says. */
export const words = {
  page: {
    title: 'GraphiQL',
    settings: 'Settings',
    notOpened: 'Could not open GraphiQL',
    off: "Operations of one's own are off",
    offTextTo:
      "This organisation allows only the console's own operations, of members and keys alike. Whoever may change the organisation can allow others in the",
    offTextLink: 'settings',
  },
  editor: {
    welcome: `# Runs as you, in the organisation that is chosen above.
query Projects {
  projects(first: 20) {
    edges {
      node {
        id
        name
      }
    }
  }
}
`,
    run: 'runs it, for good;',
    complete: 'completes;',
    tidy: 'tidies up.',
    notAnObject: 'The variables are not a JSON object.',
  },
  cost: {
    label: 'Cost',
    asTyped: 'As typed',
    lastRun: 'Last run',
    left: 'Left this minute',
    items: (n: number) => (n === 1 ? 'item' : 'items'),
    notRun: 'nothing was run yet',
    mightHaveAsked: (asked: number) => `of ${count(asked)} that it might have asked for`,
    points: 'points of cost',
    ofPoints: (limit: number) => `of ${count(limit)} points`,
    takes: 'one for each look at the cost, and what runs',
    empty: 'nothing is typed',
    asking: 'asking what it costs',
    notTold: 'no cost is told',
    mayHold: (limit: number) => `its lists may hold and its fields read; ${count(limit)} at most`,
  },
} as const;
