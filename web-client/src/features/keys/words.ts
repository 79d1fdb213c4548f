import { counted } from '@/format/number';

/** What the forms of keys say. */
export const words = {
  create: {
    title: 'Create API key',
    verb: 'Create key',
    what: 'create the key',
    created: (key: string) => `${key} is created`,
    name: 'Name',
    nameHint: 'What it is for: the pipeline, the notebook',
    needsName: 'A key needs a name',
    needsPermission: 'A key needs a permission',
    notHeld: 'You do not hold all of these in each of the projects',
    owner: 'Belongs to',
    ownerYou: 'You',
    ownerAccount: (account: string) => `Service account ${account}`,
    endsWithYou: 'It ends with your membership',
    mayAsAccount: 'It may what the account may, at each call',
    permissions: 'Permissions',
    projects: 'Projects; all of them when none is chosen',
    expires: 'Expires after',
    noAccounts: 'Could not load service accounts',
    noRights: 'Could not find out what you may do in these projects',
    retry: 'Retry',
  },
  policy: {
    title: 'Key policy',
    verb: 'Set policy',
    life: 'Maximum life of a key',
    lifeHint: 'Keys that are there end so long from now at the latest',
    noBound: 'no limit',
    unused: 'It is marked unused after',
    days: (days: number) => counted(days, 'day', 'days'),
    now: 'Now',
    yours: 'Yours',
    rule: 'Policy',
  },
} as const;
