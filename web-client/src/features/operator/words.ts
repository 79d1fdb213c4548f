import type { OperatedTenantFragment } from '@/api/generated/operator';
import { amountOf } from '@/format/quota';

type QuotaName = OperatedTenantFragment['quotas'][number]['name'];

/** What the forms of the operator say. */
export const words = {
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
