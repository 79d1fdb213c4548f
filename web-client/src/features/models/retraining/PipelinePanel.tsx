import { Link } from 'react-router';
import type { Failure } from '@/api/failure';
import { count, money, NO_VALUE, percent } from '@/format/number';
import { duration } from '@/format/time';
import { Icon } from '@/parts/Icon';
import { Panel, PanelBody } from '@/parts/Panel';
import { Failed, Skeleton } from '@/parts/states';
import { paths } from '@/paths';
import { CHECKS } from './checks';
import {
  points,
  TRIGGERS,
  versionName,
  type Beside,
  type Policy,
  type RunDetail,
  type Step,
} from './retraining';
import styles from './retraining.module.css';
import { RunState } from './RunState';
import { STEPS } from './steps';
import { words } from './words';

const says = words.pipelinePanel;

interface PipelinePanelProps {
  readonly run: RunDetail | undefined;
  readonly policy: Policy;
  readonly beside: Beside | undefined;
  readonly failure: Failure | null;
  readonly onRetry: () => void;
  readonly nowMs: number;
}

/** The pieces of a run in their order: how far each is, how long it took, and what came of it. */
export function PipelinePanel(props: PipelinePanelProps) {
  const { run, failure, onRetry } = props;
  return (
    <Panel
      title="Pipeline"
      {...(run === undefined
        ? {}
        : {
            note: says.note(TRIGGERS[run.trigger].toLowerCase(), run.policyVersion),
            end: <Total run={run} />,
          })}
    >
      {run !== undefined ? (
        <PanelBody>
          <ol className={styles.pipe} aria-label="Pipeline">
            {run.steps.map((step) => (
              <StepCard key={step.name} {...props} run={run} step={step} />
            ))}
          </ol>
        </PanelBody>
      ) : failure !== null ? (
        <Failed what={says.what} failure={failure} onRetry={onRetry} />
      ) : (
        <PanelBody>
          <div aria-busy="true" className={styles.awaited}>
            <Skeleton width={320} />
          </div>
        </PanelBody>
      )}
    </Panel>
  );
}

/** The platform counts the jobs of a run together. */
function Total({ run: { createdAt, endedAt, cost } }: { readonly run: RunDetail }) {
  const clock = (at: string) => at.slice(11, 16);
  return (
    <span>
      {clock(createdAt)}
      {endedAt === null ? says.utcGoes : says.toUtc(clock(endedAt))}
      {cost !== null && says.inAll(money(cost.amount, cost.currency))}
    </span>
  );
}

interface StepCardProps extends PipelinePanelProps {
  readonly run: RunDetail;
  readonly step: Step;
}

function StepCard(props: StepCardProps) {
  const { step, nowMs } = props;
  const { word, icon } = STEPS[step.name];
  const { title, detail } = saidOf(props);
  const isWaiting = step.name === 'APPROVE' && step.state === 'RUNNING';
  return (
    <li
      data-step={isWaiting ? 'WAITING' : step.state}
      aria-current={step.state === 'RUNNING' ? 'step' : undefined}
    >
      <p className={styles.kind}>
        <Icon name={icon} size={14} />
        {word}
      </p>
      <p className={`${styles.what ?? ''} cut`} title={title}>
        {title}
      </p>
      <p className={styles.detail}>{detail}</p>
      <p className={styles.took}>
        <span>{timeOf(step, nowMs)}</span>
        {step.cost !== null && <span>{money(step.cost.amount, step.cost.currency)}</span>}
        {step.jobId !== null && (
          <Link data-link to={paths.job(step.jobId)} aria-label={says.label(word.toLowerCase())}>
            Job
          </Link>
        )}
      </p>
      <RunState name={isWaiting ? 'AWAITING_APPROVAL' : step.state} />
    </li>
  );
}

function timeOf({ startedAt, endedAt }: Step, nowMs: number): string {
  if (startedAt === null) return NO_VALUE;
  const end = endedAt === null ? nowMs : Date.parse(endedAt);
  return duration(Math.max(0, end - Date.parse(startedAt)));
}

interface Said {
  readonly title: string;
  readonly detail: string;
}

function saidOf({ run, step, policy, beside }: StepCardProps): Said {
  const challenger = versionName(run.challenger, 'challenger');
  const champion = versionName(run.champion, 'champion');
  switch (step.name) {
    case 'TRANSFORM':
      return run.transformReused === true
        ? { title: says.madeBefore, detail: says.sameNothing }
        : { title: 'SQL', detail: says.overTheNewestData };
    case 'CHECKS': {
      const failed = run.checks.find(({ passed }) => !passed);
      return {
        title: says.ofPassed(run.checks.filter(({ passed }) => passed).length, run.checks.length),
        detail: failed === undefined ? says.rightsDataFeedBudget : (CHECKS[failed.name] ?? failed.name),
      };
    }
    case 'TRAIN':
      return { title: challenger, detail: says.tabularTrainer };
    case 'EVALUATE':
      return {
        title: says.and(challenger, champion),
        detail:
          run.comparison === null
            ? says.sameRows
            : says.on(points(run.comparison.difference), run.comparison.rows),
      };
    case 'APPROVE':
      return { title: challenger, detail: says.somebodyOther };
    case 'DEPLOY': {
      const endpoint = beside?.endpoints?.edges.find(({ node }) => node.id === policy.endpointId)?.node;
      const steps = policy.canary.map(({ weight }) => count(weight)).join(', ');
      return {
        title: endpoint?.name ?? says.itsEndpoint,
        detail: steps === '' ? says.bySteps : says.canary(steps, percent(1)),
      };
    }
  }
}
