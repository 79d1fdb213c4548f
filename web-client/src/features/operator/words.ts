import type { OperatedTenantFragment } from '@/api/generated/operator';
import { counted } from '@/format/number';
import { amountOf } from '@/format/quota';

type QuotaName = OperatedTenantFragment['quotas'][number]['name'];

/** What the pages of the operator and their forms say. */
export const words = {
  page: {
    installation: 'Installation',
    console: 'Console',
    signOut: 'Sign out',
    title: 'Organisations',
    bySlug: 'of the whole installation, by slug',
    slug: 'Slug',
    slugHint: 'What its addresses name it by',
    open: 'Open organisation',
    none: 'No organisation is open',
    noneText:
      'Open one to stop it or let it go on, to give it other limits, and to see which events were given up. What you change stands in its audit log.',
    unknown: (slug: string) => `No organisation is called ${slug}`,
    unknownText: 'Slugs are exact: small letters, digits and hyphens.',
    notLoaded: 'Could not load the organisation',
    notLoadedAgain: 'Could not look again',
  },
  facts: {
    active: 'Active',
    suspended: 'Suspended',
    slug: 'Slug',
    plan: 'Plan',
    since: 'Since',
    utc: (moment: string) => `${moment} UTC`,
    suspend: (tenant: string) => `Suspend ${tenant}…`,
    resume: (tenant: string) => `Resume ${tenant}…`,
    changePlan: 'Change plan…',
  },
  quotas: {
    title: 'Quotas',
    note: 'a limit set here holds for this organisation alone',
    limit: 'Limit',
    used: 'Used',
    setBy: 'Set by',
    change: 'Change',
    operator: 'operator',
    plan: 'plan',
    set: 'Set',
    setOf: (quota: string) => `Set ${quota}`,
  },
  letters: {
    title: 'Dead letters',
    note: 'events whose delivery failed after the last attempt',
    none: 'No dead letters',
    noneText: 'Every event of this organisation reached those who act on it.',
    event: 'Event',
    why: 'Why the last attempt failed',
    failed: 'Failed',
    retry: 'Another try',
    by: (handler: string, attempts: number) => `${handler}, ${counted(attempts, 'attempt', 'attempts')}`,
    unknown: 'not told',
    replay: 'Replay',
    replayOf: (event: string, handler: string) => `Replay ${event} to ${handler}`,
    sent: 'Sent',
    notReplayed: 'Could not replay it',
    more: 'Load more',
  },
  reason: {
    label: 'Reason',
    hint: 'Its owners read it in their audit log',
    missing: 'Say why',
  },
  plan: {
    title: (tenant: string) => `Plan of ${tenant}`,
    verb: 'Change plan',
    what: 'change the plan',
    effect: (plan: string) =>
      `It is on ${plan}. What it has stays, also beyond a lower limit, which stops only growth; limits set for it alone hold on.`,
    label: 'Plan',
    missing: 'A plan of the installation',
  },
  quota: {
    verb: 'Set limit',
    what: 'set the limit',
    effect: (quota: QuotaName, used: number, atLimit: string) =>
      `${amountOf(quota, used)} in use. What is there stays, also beyond a lower limit; at the limit ${atLimit}.`,
    label: 'Maximum',
    none: 'no limit',
    hint: 'In whole units; bytes for what is stored',
    again: 'Left empty the plan’s limit holds again',
    wrong: 'A whole number of 0 or more',
  },
  standing: {
    title: (isActive: boolean, tenant: string) => `${isActive ? 'Suspend' : 'Resume'} ${tenant}?`,
    verb: (isActive: boolean, tenant: string) => `${isActive ? 'Suspend' : 'Resume'} ${tenant}`,
    suspend:
      'A second later its keys and members are not let in, its running tasks go back to the queue and its endpoints stop. Its data stays.',
    resume: 'Its keys and members are let in again, and the endpoints that were stopped are started.',
  },
} as const;
