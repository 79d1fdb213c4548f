import { counted } from '@/format/number';

/** What the page of service accounts says. */
export const words = {
  accountDialog: {
    newServiceAccount: 'New service account',
    serviceAccount: (name: string) => `Service account ${name}`,
    createAccount: 'Create account',
    setRoles: 'Set roles',
    createTheServiceAccount: 'create the service account',
    setItsRoles: 'set its roles',
    hint: 'What signs in as it: the pipeline, the service',
    none: 'Without a role its keys open nothing.',
  },
  accountForm: {
    name: 'A service account needs a name',
  },
  accountsTab: {
    label: 'Service accounts',
    serviceAccount: 'service account',
    serviceAccounts: 'service accounts',
    placeholder: 'Account or role',
    title: 'No service accounts yet',
    aPipeline:
      'A pipeline or a service signs in as one. Its keys belong to the account, not to a person: they go on when somebody leaves, and may what the account may.',
    newServiceAccount: 'New service account',
    lastUsed: 'Last used',
    named: (name: string) => `service account ${name}`,
  },
  deleteAccount: {
    title: (name: string) => `Delete the service account ${name}?`,
    verb: (name: string) => `Delete ${name}`,
    revoked: (n: number, named: string) => `${counted(n, 'key is', 'keys are')} revoked${named}. `,
    allOfItsKeys: 'All of its keys are revoked. ',
    whateverSigns: (keys: string) =>
      `${keys}Whatever signs in as it is refused within two seconds, and cannot be brought back.`,
    noneOfItsKeys: 'None of its keys was ever used.',
    oneOfItsKeys: 'One of its keys was last used',
  },
} as const;
