import type { Resolvers, Role, SignOnDomainState } from '../generated/schema';
import { DAY, HOUR, iso, MINUTE } from './clock';
import { globalId } from './ids';
import { conflict, refusal } from './refusal';
import { find, type World } from './world';

export interface SignOnProviderRow {
  id: string;
  version: number;
  issuer: string;
  clientId: string;
  role: Role | null;
  customRoleId: string | null;
  redirectUri: string;
  inEffect: boolean;
  problem: string | null;
  people: number;
  lostPeople: number;
  unansweredPeople: number;
  lookedUpAt: string | null;
}

export interface SignOnDomainRow {
  id: string;
  version: number;
  domain: string;
  state: SignOnDomainState;
  verifiedAt: string | null;
  checkedAt: string | null;
  failedChecks: number;
  lapsedAt: string | null;
  recordName: string;
  recordValue: string;
}

export interface SignOn {
  offered: boolean;
  provider: SignOnProviderRow | null;
  domains: SignOnDomainRow[];
}

function domainRow(domain: string, having: Partial<SignOnDomainRow> = {}): SignOnDomainRow {
  return {
    id: globalId('SignOnDomain', domain),
    version: 1,
    domain,
    state: 'WAITING',
    verifiedAt: null,
    checkedAt: null,
    failedChecks: 0,
    lapsedAt: null,
    recordName: `_keelson.${domain}`,
    recordValue: `keelson-verification=0f${domain.length}a7`,
    ...having,
  };
}

/** A provider that is in effect, and a domain in each state. */
export function seedSignOn(world: World) {
  const now = world.now();
  world.signOn = {
    offered: true,
    provider: {
      id: globalId('SignOnProvider', 'harbour'),
      version: 3,
      issuer: 'https://login.harbour.example',
      clientId: 'keelson',
      role: 'VIEWER',
      customRoleId: null,
      redirectUri: 'https://id.keelson.example/realms/keelson/broker/tenant-1/endpoint',
      inEffect: true,
      problem: null,
      people: 4,
      lostPeople: 1,
      unansweredPeople: 0,
      lookedUpAt: iso(now - 2 * MINUTE),
    },
    domains: [
      domainRow('harbour.example', {
        version: 2,
        state: 'VERIFIED',
        verifiedAt: iso(now - 40 * DAY),
        checkedAt: iso(now - 3 * HOUR),
      }),
      domainRow('old-port.example', {
        version: 4,
        state: 'LAPSED',
        failedChecks: 3,
        lapsedAt: iso(now - DAY),
      }),
      domainRow('quay.example'),
    ],
  };
}

function changing<Row extends { id: string; version: number }>(
  rows: readonly Row[],
  { id, expectedVersion }: { id: string; expectedVersion: number },
  what: string,
): Row {
  const row = find(rows, id);
  if (row === undefined) throw refusal('NOT_FOUND', `no such ${what}`);
  if (row.version !== expectedVersion) throw conflict(`the ${what}`);
  return row;
}

export const signOnResolvers: Resolvers = {
  Tenant: {
    signOnOffered: (_tenant, _args, { signOn }) => signOn.offered,
    signOnProvider: (_tenant, _args, { signOn }) => signOn.provider,
    signOnDomains: (_tenant, _args, { signOn }) => signOn.domains,
  },
  Mutation: {
    setSignOnProvider: (_root, { input }, { signOn }) => {
      const { provider } = signOn;
      if ((provider?.version ?? null) !== (input.expectedVersion ?? null))
        throw conflict('the identity provider');
      if (!input.issuer.startsWith('https://'))
        throw refusal('VALIDATION', 'an https address that is reachable from the internet', 'input.issuer');
      signOn.provider = {
        id: globalId('SignOnProvider', 'harbour'),
        redirectUri: 'https://id.keelson.example/realms/keelson/broker/tenant-1/endpoint',
        people: 0,
        lostPeople: 0,
        unansweredPeople: 0,
        lookedUpAt: null,
        ...provider,
        version: (provider?.version ?? 0) + 1,
        issuer: input.issuer,
        clientId: input.clientId,
        role: input.role ?? null,
        customRoleId: input.customRoleId ?? null,
        inEffect: false,
        problem: null,
      };
      return signOn.provider;
    },
    removeSignOnProvider: (_root, args, { signOn }) => {
      const row = changing(signOn.provider === null ? [] : [signOn.provider], args, 'identity provider');
      signOn.provider = null;
      return row;
    },
    addSignOnDomain: (_root, { input }, { signOn }) => {
      if (signOn.domains.some(({ domain }) => domain === input.domain))
        throw refusal('CONFLICT', 'the domain is there already');
      const made = domainRow(input.domain);
      signOn.domains = [...signOn.domains, made];
      return made;
    },
    verifySignOnDomain: (_root, args, world) => {
      const row = changing(world.signOn.domains, args, 'domain');
      if (row.domain.startsWith('quay'))
        throw refusal(
          'CONFLICT',
          `the DNS has no TXT record ${row.recordName} with the text ${row.recordValue}`,
        );
      const now = iso(world.now());
      Object.assign(row, {
        version: row.version + 1,
        state: 'VERIFIED',
        verifiedAt: now,
        checkedAt: now,
        failedChecks: 0,
        lapsedAt: null,
      });
      return row;
    },
    removeSignOnDomain: (_root, args, { signOn }) => {
      const row = changing(signOn.domains, args, 'domain');
      signOn.domains = signOn.domains.filter((other) => other !== row);
      return row;
    },
  },
};
