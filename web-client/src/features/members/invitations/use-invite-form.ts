import { useState } from 'react';
import { toFailure, type Failure } from '@/api/failure';
import { InviteMemberDocument } from '@/api/generated/members';
import { useOnce } from '@/api/use-once';
import type { GrantLine } from '@/features/members/GrantFields';
import { toInput, withoutTwins } from '@/features/members/grants';
import { readAddresses } from './addresses';

export interface InviteValues {
  readonly addresses: string;
  readonly lines: readonly GrantLine[];
  readonly teamIds: ReadonlySet<string>;
  /** Until the invitation ends. */
  readonly days: number;
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
export function useInviteForm(first: InviteValues, onDone: (sent: readonly string[]) => void) {
  const once = useOnce();
  const [values, setValues] = useState(first);
  const [sent, setSent] = useState<readonly string[]>([]);
  const [refused, setRefused] = useState<readonly NotInvited[]>([]);
  const [sending, setSending] = useState(false);
  const { good, bad } = readAddresses(values.addresses);
  const holds = values.lines.length > 0 || values.teamIds.size > 0;

  async function invite(address: string): Promise<Failure | null> {
    const input = {
      email: address,
      grants: withoutTwins(values.lines).map(toInput),
      teamIds: [...values.teamIds],
      expiresIn: `P${values.days}D`,
    };
    const { error } = await once(InviteMemberDocument, { input });
    return error === undefined ? null : toFailure(error);
  }

  async function send() {
    if (sending || good.length === 0 || bad.length > 0) return;
    setSending(true);
    const failed: NotInvited[] = [];
    const done: string[] = [];
    for (const address of good) {
      const failure = await invite(address);
      if (failure === null) done.push(address);
      else failed.push({ address, failure });
    }
    setSending(false);
    setRefused(failed);
    setSent([...sent, ...done]);
    if (failed.length === 0) onDone([...sent, ...done]);
    else setValues({ ...values, addresses: failed.map(({ address }) => address).join(', ') });
  }

  return {
    values,
    set: (change: Partial<InviteValues>) => {
      setValues({ ...values, ...change });
      setRefused([]);
    },
    good,
    bad,
    sent,
    refused,
    sending,
    isReady: good.length > 0 && bad.length === 0 && holds && values.lines.every(({ role }) => role !== ''),
    holds,
    send,
  };
}
