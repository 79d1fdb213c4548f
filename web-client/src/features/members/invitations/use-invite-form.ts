import { useState } from 'react';
import { toFailure, type Failure } from '@/api/failure';
import { InviteMemberDocument } from '@/api/generated/members';
import { useOnce } from '@/api/use-once';
import { useForm } from '@/parts/form';
import type { GrantLine } from '@/features/members/GrantFields';
import { toInput, withoutTwins } from '@/features/members/grants';
import { readAddresses } from './addresses';

export interface InviteValues {
  readonly addresses: string;
  readonly lines: readonly GrantLine[];
  readonly teamIds: ReadonlySet<string>;
  /** Until the invitation ends. */
  readonly days: string;
}

/** One address that the platform did not invite. */
export interface NotInvited {
  readonly address: string;
  readonly failure: Failure;
}

/**
 * Several people invited alike. Each is an invitation of their own: those that were sent are taken out of the form, and
 * those that were refused stay in it with why.
 */
export function useInviteForm(first: InviteValues, onDone: () => void) {
  const once = useOnce();
  const [sent, setSent] = useState<readonly string[]>([]);
  const [refused, setRefused] = useState<readonly NotInvited[]>([]);
  const form = useForm<InviteValues>({
    of: null,
    values: () => first,
    send: async (values, { put }) => {
      const failed: NotInvited[] = [];
      for (const address of readAddresses(values.addresses).good) {
        const { error } = await once(InviteMemberDocument, { input: inputOf(address, values) });
        if (error === undefined) setSent((before) => [...before, address]);
        else failed.push({ address, failure: toFailure(error) });
      }
      setRefused(failed);
      if (failed.length === 0) onDone();
      else put({ addresses: failed.map(({ address }) => address).join(', ') });
    },
  });
  const { addresses, lines, teamIds } = form.values;
  const { good, bad } = readAddresses(addresses);
  const holds = lines.length > 0 || teamIds.size > 0;
  return {
    form: {
      ...form,
      set: (part: Partial<InviteValues>) => {
        form.set(part);
        setRefused([]);
      },
    },
    good,
    bad,
    sent,
    refused,
    isReady: good.length > 0 && bad.length === 0 && holds && lines.every(({ role }) => role !== ''),
    holds,
  };
}

function inputOf(email: string, { lines, teamIds, days }: InviteValues) {
  const grants = withoutTwins(lines).map(toInput);
  return { email, grants, teamIds: [...teamIds], expiresIn: `P${days}D` };
}
