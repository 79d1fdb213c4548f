import { counted } from '@/format/number';

/** What the forms of single sign-on say. */
export const words = {
  addDomain: {
    verb: 'Add domain',
    what: 'add the domain',
    domain: 'Domain',
    hint: "What stands behind the @ of your people's addresses",
    missing: 'Name a domain',
  },
  removeDomain: {
    verb: (domain: string) => `Remove ${domain}`,
    title: (domain: string) => `Remove ${domain}?`,
    verified:
      'People with an address in it do not sign on any more. Whoever did is signed out within minutes, API keys of theirs included; their roles are kept.',
    unverified: 'It counts for nothing now, so that nobody is signed out.',
    again: 'To name it again means a new record in its DNS.',
  },
  provider: {
    set: 'Set identity provider',
    edit: 'Edit identity provider',
    save: 'Save identity provider',
    what: 'save the identity provider',
    fixed: 'Someone who may change the organisation changes it',
    issuer: 'Issuer',
    issuerHint: "An https address; the provider's metadata names it just so",
    issuerMissing: 'A provider has an issuer',
    client: 'Client id',
    clientHint: 'What the provider knows Keelson as',
    clientMissing: 'Keelson is a client of the provider',
    secret: 'Client secret',
    secretHint: 'Kept encrypted, and shown to nobody',
    secretStays: 'Left empty it stays; needed where the issuer or the client becomes another',
    secretMissing: 'The provider wants a secret',
    role: 'Role',
    roleHint: 'Of whoever signs on from now on, in the whole organisation',
    notYours: (role: string) => `${role}, not yours to give`,
  },
  removeProvider: {
    title: 'Remove the identity provider?',
    verb: 'Remove identity provider',
    nobody: 'Nobody signs on any more at',
    people: (people: number) =>
      `${counted(people, 'person came', 'people came')} by it: within minutes their sessions end, their accounts go, and their API keys are refused. An owner who is the last one stays. What they made stays, and domains stay verified.`,
    again: 'To bring them back set a provider again; as people of another issuer they come as new ones.',
  },
} as const;
