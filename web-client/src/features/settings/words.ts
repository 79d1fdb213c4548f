import { counted } from '@/format/number';

/** What the settings and their forms say. */
export const words = {
  page: {
    title: 'Settings',
    signOut: 'Sign out',
    you: 'You',
    name: 'Name',
    address: 'Address',
    ofBrowser: 'of this browser',
    theme: 'Theme',
    light: 'Light',
    dark: 'Dark',
    system: 'As the system',
    rows: 'Rows of tables',
    comfortable: 'Comfortable',
    compact: 'Compact, more rows on the screen',
  },
  organisation: {
    title: 'Organisation',
    notLoaded: 'Could not load the organisation',
    rename: 'Rename…',
    leave: (tenant: string) => `Leave ${tenant}…`,
    name: 'Name',
    slug: 'Slug',
    plan: 'Plan',
    state: 'State',
    created: 'Created',
  },
  permissions: {
    title: 'What you may do',
    everywhere: 'in the whole organisation',
    none: 'Nothing in the whole organisation; your roles hold in single projects.',
  },
  rename: {
    title: (tenant: string) => `Rename ${tenant}`,
    verb: 'Rename organisation',
    what: 'rename it',
    name: 'Name',
    hint: 'Addresses and clients name it by its slug, which stays',
    missing: 'An organisation needs a name',
  },
  lastOwner: {
    title: 'You are the last owner',
    why: (tenant: string) =>
      `${tenant} would be without anyone who may change it, so you did not leave. Hand it over to another member first, or make one an owner too.`,
    stay: 'Stay',
    members: 'Open members',
  },
  leave: {
    title: (tenant: string) => `Leave ${tenant}?`,
    verb: 'Leave organisation',
    effect: (others: number) =>
      `Within two seconds you see nothing of it any more, and the API keys that you made for yourself are revoked. Jobs and keys of service accounts go on; runs and versions stay under your name. To come back you need an invitation. You belong to ${counted(others, 'other organisation', 'other organisations')}.`,
  },
  operations: {
    title: 'API operations',
    note: 'of members and keys',
    only: 'Only the console’s own operations run. Every other one is refused, over HTTP and sockets; jobs still report to their runs.',
    any: 'Whoever is signed in or has a key may send any operation that their rights cover.',
    allowAll: {
      button: 'Allow all operations…',
      title: 'Allow all operations?',
      verb: 'Allow all',
      effect: 'Within two seconds members and keys may send any operation that their rights cover.',
    },
    allowOwn: {
      button: 'Allow only the console’s…',
      title: 'Allow only the console’s operations?',
      verb: 'Allow only these',
      effect:
        'Within two seconds every GraphQL request by an API key is refused, and so is what members send by hand or from programs of their own. Subscriptions of theirs end with their next event. This console goes on as before, and you can take it back here.',
    },
    changed: 'Someone else changed the organisation meanwhile.',
  },
} as const;
