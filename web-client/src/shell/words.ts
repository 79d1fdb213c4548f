/** What the frame says around every page; the palette and what is seldom seen have words of their own. */
export const words = {
  skip: 'Skip to content',
  search: 'Search or jump to…',
  keys: {
    title: 'Keyboard shortcuts',
    hint: 'Keyboard shortcuts (?)',
    goTo: (section: string) => `Go to ${section}`,
    palette: 'Search, or jump to a page',
    filter: 'Filter what the page lists',
    rows: 'Next row, row before',
    select: 'Select the row',
    open: 'Open the row',
    menu: 'Open the menu of the row',
    all: 'List all keys',
    close: 'Close what is open',
  },
  inbox: {
    none: 'Inbox, nothing unread',
    unread: (n: string) => `Inbox, ${n} unread`,
    withKeys: (label: string) => `${label} (g i)`,
  },
  /** Of what the side bar counts. */
  counts: {
    runningJobs: 'running',
    firingAlerts: 'firing',
    waitingApprovals: 'awaiting approval',
    unread: ' unread',
  },
  main: 'Main',
  mainNarrow: 'Main, small screen',
  more: 'More',
  theme: 'Switch between light and dark',
  stale: {
    since: (time: string) => `Live updates stopped at ${time}.`,
    rest: 'Figures are as of then; the console tries again by itself.',
    now: 'Try now',
  },
} as const;
