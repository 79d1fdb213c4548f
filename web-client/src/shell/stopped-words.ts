/** What stands in place of a page that cannot be shown. */
export const words = {
  broken: {
    title: 'This page',
    what: 'Could not draw this page',
    why: 'The console failed, or it was updated since you opened it. Loading the page anew may mend it.',
  },
  notFound: {
    title: 'Not found',
    home: 'Back to Home',
  },
  suspended: {
    title: (organisation: string) => `${organisation} is suspended`,
    text: 'An operator of the installation stopped this organisation. Its jobs and endpoints do not run, its keys and members are not let in, and its data stays as it is. Its owners may read here why.',
    notLoaded: 'Could not load why',
    further: 'The reason is further down in the audit log.',
    by: (actor: string, at: string) => `${actor}, ${at} UTC`,
    audit: 'Open the audit log',
    again: 'Look again',
  },
} as const;
