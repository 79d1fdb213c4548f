import type { ReactNode } from 'react';
import { count, NO_VALUE } from '@/format/number';
import { Status } from '@/parts/Status';
import { Strip } from '@/parts/Strip';
import { When } from '@/parts/When';
import { standingOf, verified, type SignOnTenant, type Standing } from './sign-on';

export const FIGURE_LABELS = ['Single sign-on', 'Domains', 'People', 'Signed out', 'Last look-up'];

const WORDS: Readonly<Record<Standing, readonly [word: string, context: ReactNode]>> = {
  none: ['Off', 'no identity provider is set'],
  noDomain: ['Waiting', 'no domain is verified'],
  problem: [
    'Problem',
    <Status key="problem" tone="bad" icon="bad">
      the last change is not in effect
    </Status>,
  ],
  awaited: ['Waiting', 'in effect in a moment'],
  on: ['On', 'for the verified domains'],
};

/** Whether it works, for whom, and how its people stand. */
export function SignOnGlance({ tenant }: { readonly tenant: SignOnTenant }) {
  const { signOnProvider: provider, signOnDomains: domains } = tenant;
  const [word, context] = WORDS[standingOf(tenant)];
  const lapsed = domains.filter(({ state }) => state === 'LAPSED').length;
  return (
    <Strip
      lead
      figures={[
        { label: 'Single sign-on', value: word, context: [context] },
        {
          label: 'Domains',
          value: count(verified(domains).length),
          context: [
            lapsed > 0 ? (
              <Status tone="bad" icon="bad">
                {count(lapsed)} lapsed
              </Status>
            ) : (
              `verified of ${count(domains.length)} named`
            ),
          ],
        },
        { label: 'People', value: count(provider?.people ?? 0), context: ['came by it'] },
        {
          label: 'Signed out',
          value: count(provider?.lostPeople ?? 0),
          context: ['by the provider, until they sign in again'],
        },
        {
          label: 'Last look-up',
          value: provider?.lookedUpAt == null ? NO_VALUE : <When at={provider.lookedUpAt} />,
          context: [
            (provider?.unansweredPeople ?? 0) > 0 ? (
              <Status tone="warn" icon="warn">
                no clear answer for {count(provider?.unansweredPeople ?? 0)}
              </Status>
            ) : (
              'everybody every few minutes'
            ),
          ],
        },
      ]}
    />
  );
}
