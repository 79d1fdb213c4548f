import { percent } from '@/format/number';
import { Status } from '@/parts/Status';
import { goesOn, versionName, type Beside, type Policy, type RunDetail } from './retraining';
import styles from './retraining.module.css';

interface ComparedProps {
  readonly run: RunDetail;
  readonly policy: Policy;
  /** Undefined while it is on its way. */
  readonly beside: Beside | undefined;
}

/** Which two are compared, and what becomes of a challenger while another candidate is being rolled out: it waits. */
export function Compared({ run, policy, beside }: ComparedProps) {
  const champion = versionName(run.champion, 'the champion');
  const challenger = versionName(run.challenger, 'the challenger');
  const endpoint = beside?.endpoints?.edges.find(({ node }) => node.id === policy.endpointId)?.node;
  const rollout = endpoint?.rollout ?? null;
  const other = rollout !== null && rollout.id !== run.rolloutId && goesOn(run) ? rollout : null;
  return (
    <div className={styles.compared}>
      <p>
        Compared are {champion}, which had the alias champion when the run looked for it, and {challenger}, on
        the same rows, which neither was trained on. No other version is: a candidate that is already being
        rolled out is not compared with.
      </p>
      {policy.endpointId !== null && (
        <p>
          While another rollout is under way at {endpoint?.name ?? 'the endpoint'}, an approved challenger
          waits for its end; a run that still waits 30 days after it was triggered is declined.
        </p>
      )}
      {other !== null && endpoint !== undefined && (
        <Status tone="wait" icon="clock">
          {versionName(other.candidate.modelVersion, `r${other.candidate.number}`)} is being rolled out at{' '}
          {endpoint.name} now, with {percent(other.candidate.weight / 100)} of its traffic: {challenger}{' '}
          waits.
        </Status>
      )}
    </div>
  );
}
