import { counted } from '@/format/number';
import { spanInWords } from '@/format/span';
import { ShareBar } from '@/parts/Meter';
import { Panel } from '@/parts/Panel';
import { Status } from '@/parts/Status';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { alphaText, clockOf, holdShare, isUnderWay, type Step } from './rollout';
import styles from './rollout.module.css';
import type { RolloutOfEndpoint } from './use-rollouts';
import { words } from './words';

const says = words.stepsPanel;

interface StepsPanelProps {
  readonly rollout: RolloutOfEndpoint;
  readonly endpoint: EndpointDetail;
  readonly nowMs: number;
}

type Standing = 'done' | 'now' | 'ended' | 'todo';

/** The way to all of the traffic, in order. */
export function StepsPanel({ rollout, nowMs }: StepsPanelProps) {
  const { candidate, baseline, steps, status, alpha, minRequests } = rollout;
  return (
    <Panel
      title="Steps"
      note={says.note(candidate.number, baseline.number)}
      end={<span>{says.requestsAStep(alphaText(alpha), minRequests)}</span>}
    >
      <ol className={styles.steps}>
        {steps.map((step) => (
          <StepItem key={step.number} rollout={rollout} step={step} nowMs={nowMs} />
        ))}
        <li data-standing={status === 'PROMOTED' ? 'done' : 'todo'}>
          <div className={styles.weight}>
            100 %
            {status === 'PROMOTED' && (
              <Status tone="ok" icon="ok">
                Promoted
              </Status>
            )}
          </div>
          <ShareBar
            share={status === 'PROMOTED' ? 1 : 0}
            label={status === 'PROMOTED' ? says.allOfTheTraffic : says.notYet}
          />
          <p>r{baseline.number} drains</p>
        </li>
      </ol>
    </Panel>
  );
}

interface StepItemProps {
  readonly rollout: RolloutOfEndpoint;
  readonly step: Step;
  readonly nowMs: number;
}

function StepItem({ rollout, step, nowMs }: StepItemProps) {
  const standing = standingOf(rollout, step.number);
  const share = standing === 'done' ? 1 : standing === 'todo' ? 0 : holdShare(rollout, endOf(rollout, nowMs));
  return (
    <li data-standing={standing} aria-current={standing === 'now' ? 'step' : undefined}>
      <div className={styles.weight}>
        {step.weight} %
        <Mark rollout={rollout} standing={standing} />
      </div>
      <ShareBar share={share} label={says.step(step.weight, barWord(standing, share))} />
      <p>
        {standing === 'now' && rollout.stepSince !== null
          ? says.sinceAtLeast(clockOf(Date.parse(rollout.stepSince), nowMs), spanInWords(step.hold))
          : says.atLeast(spanInWords(step.hold))}
      </p>
      {standing === 'todo' ? (
        <p>{says.thenGoes}</p>
      ) : (
        <>
          <p>{counted(step.candidateRequests, 'request', 'requests')}</p>
          <p>{says.judgedErrors(step.candidateErrors)}</p>
        </>
      )}
    </li>
  );
}

function Mark({ rollout, standing }: { readonly rollout: RolloutOfEndpoint; readonly standing: Standing }) {
  if (standing === 'todo') return null;
  if (standing === 'done') {
    return (
      <Status tone="ok" icon="ok">
        Passed
      </Status>
    );
  }
  if (standing === 'ended') {
    return rollout.status === 'PROMOTED' ? (
      <Status tone="idle" icon="arrowUp">
        {says.promotedEarly}
      </Status>
    ) : (
      <Status tone="bad" icon="undo">
        {says.rolledBack}
      </Status>
    );
  }
  return rollout.status === 'PAUSED' ? (
    <Status tone="wait" icon="pause">
      Paused
    </Status>
  ) : (
    <Status tone="run" icon="half">
      Stepping
    </Status>
  );
}

/** A last step that was held in full was passed, whoever promoted then. */
function standingOf(rollout: RolloutOfEndpoint, number: number): Standing {
  if (number < rollout.step) return 'done';
  if (number > rollout.step) return 'todo';
  if (isUnderWay(rollout)) return 'now';
  const endedMs = rollout.endedAt === null ? 0 : Date.parse(rollout.endedAt);
  const isWhole =
    rollout.status === 'PROMOTED' && number === rollout.steps.length && holdShare(rollout, endedMs) >= 1;
  return isWhole ? 'done' : 'ended';
}

function endOf({ endedAt }: RolloutOfEndpoint, nowMs: number): number {
  return endedAt === null ? nowMs : Date.parse(endedAt);
}

function barWord(standing: Standing, share: number): string {
  if (standing === 'done') return 'passed';
  if (standing === 'todo') return says.notStarted;
  return says.itsTime(Math.round(share * 100));
}
