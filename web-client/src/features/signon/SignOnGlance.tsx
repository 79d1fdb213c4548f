import type { ReactNode } from 'react';
import { count, NO_VALUE } from '@/format/number';
import { Status } from '@/parts/Status';
import { Strip } from '@/parts/Strip';
import { When } from '@/parts/When';
import { standingOf, verified, type SignOnTenant, type Standing } from './sign-on';
import { words } from './words';

const says = words.glance;

export const FIGURE_LABELS = [says.standing, says.domains, says.people, says.signedOut, says.lookUp];

const WORDS: Readonly<Record<Standing, readonly [word: string, context: ReactNode]>> = {
  none: [says.off, says.noProvider],
  noDomain: [says.waiting, says.noDomain],
  problem: [
    says.problem,
    <Status key="problem" tone="bad" icon="bad">
      {says.problemContext}
    </Status>,
  ],
  awaited: [says.waiting, says.soon],
  on: [says.on, says.onContext],
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
        { label: says.standing, value: word, context: [context] },
        {
          label: says.domains,
          value: count(verified(domains).length),
          context: [
            lapsed > 0 ? (
              <Status tone="bad" icon="bad">
                {says.lapsed(lapsed)}
              </Status>
            ) : (
              says.verified(domains.length)
            ),
          ],
        },
        { label: says.people, value: count(provider?.people ?? 0), context: [says.cameByIt] },
        {
          label: says.signedOut,
          value: count(provider?.lostPeople ?? 0),
          context: [says.byProvider],
        },
        {
          label: says.lookUp,
          value: provider?.lookedUpAt == null ? NO_VALUE : <When at={provider.lookedUpAt} />,
          context: [
            (provider?.unansweredPeople ?? 0) > 0 ? (
              <Status tone="warn" icon="warn">
                {says.noAnswer(provider?.unansweredPeople ?? 0)}
              </Status>
            ) : (
              says.often
            ),
          ],
        },
      ]}
    />
  );
}
