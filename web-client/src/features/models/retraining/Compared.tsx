import type { ReactNode } from 'react';
import { percent } from '@/format/number';
import { Status } from '@/parts/Status';
import { goesOn, versionName, type Beside, type Policy, type RunDetail } from './retraining';
import styles from './retraining.module.css';
import { words } from './comparison-words';

const says = words.compared;

interface ComparedProps {
  readonly run: RunDetail;
  readonly policy: Policy;
  /** Undefined while it is on its way. */
  readonly beside: Beside | undefined;
  /** What else is to be known of the rows. */
  readonly children: ReactNode;
}

/** Which two are compared, and what becomes of a challenger while another candidate is being rolled out: it waits. */
export function Compared({ run, policy, beside, children }: ComparedProps) {
  const champion = versionName(run.champion, says.theChampion);
  const challenger = versionName(run.challenger, says.theChallenger);
  const endpoint = beside?.endpoints?.edges.find(({ node }) => node.id === policy.endpointId)?.node;
  const rollout = endpoint?.rollout ?? null;
  const other = rollout !== null && rollout.id !== run.rolloutId && goesOn(run) ? rollout : null;
  return (
    <div className={styles.compared}>
      <p>{says.comparedAreWhichHad(champion, challenger)}</p>
      {children}
      {policy.endpointId !== null && <p>{says.whileAnotherRollout(endpoint?.name ?? says.theEndpoint)}</p>}
      {other !== null && endpoint !== undefined && (
        <Status tone="wait" icon="clock">
          {says.beingRolledOut(
            versionName(other.candidate.modelVersion, `r${other.candidate.number}`),
            endpoint.name,
            percent(other.candidate.weight / 100),
            challenger,
          )}
        </Status>
      )}
    </div>
  );
}
