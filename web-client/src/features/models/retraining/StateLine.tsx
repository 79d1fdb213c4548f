import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { spanInWords } from '@/format/span';
import { exactUtc } from '@/format/time';
import { Banner } from '@/parts/Banner';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { TRIGGERS, versionName, type Policy, type RunRow } from './retraining';
import { words } from './words';

const says = words.stateLine;

/** Whether the policy may be triggered; nothing to say where it may. */
export function PolicyLine({ policy }: { readonly policy: Policy }) {
  const { breaker, active, status, cooldownUntil, doublings } = policy;
  if (breaker.open)
    return (
      <Banner tone="bad">
        <b className="med">
          {says.breakerIsOpen(breaker.trainings, spanInWords(breaker.period), breaker.limit)}
        </b>{' '}
        {says.triggersAreDeclinedUntil}
      </Banner>
    );
  if (!active)
    return (
      <Banner tone="wait">
        <b className="med">{says.policyIsSwitched}</b> {says.neitherItsScheduleNor}
      </Banner>
    );
  if (status === 'COOLDOWN' && cooldownUntil !== null)
    return (
      <Banner tone="info">
        <b className="med">{says.coolsDownUntil(exactUtc(cooldownUntil))}</b> {says.untilThenOnly}
        {doublings > 0 && says.timeWasDoubled(doublings === 1 ? 'once' : says.times(doublings))}
      </Banner>
    );
  return null;
}

interface RunLineProps {
  readonly run: RunRow;
  readonly modelId: string;
  readonly endpoint: string | null;
  /** Whether the person is the challenger's author, and so may not decide on it. */
  readonly isOwn: boolean;
}

/** Where a run stands, in a sentence, and what happens next. */
export function RunLine({ run, modelId, endpoint, isOwn }: RunLineProps) {
  const challenger = versionName(run.challenger, says.theChallenger);
  const champion = versionName(run.champion, says.theChampion);
  const waits = run.waitsFor !== null && <> {says.itWaits(run.waitsFor)}</>;
  const ended = run.endedAt !== null && <When at={run.endedAt} />;
  switch (run.status) {
    case 'TRIGGERED':
    case 'CHECKING':
      return (
        <Line tone="info" strong={says.triggeredARun(TRIGGERS[run.trigger])}>
          {says.rightsDataFeed}
          {waits}
        </Line>
      );
    case 'TRANSFORMING':
      return (
        <Line tone="info" strong={says.policyTransformMakes}>
          {says.whatItMakes}
          {waits}
        </Line>
      );
    case 'TRAINING':
      return (
        <Line tone="info" strong={says.challengerIsBeing}>
          {says.bothAreScored}
          {waits}
        </Line>
      );
    case 'EVALUATING':
      return (
        <Line tone="info" strong={says.bothScored(champion)}>
          {says.registeredIf}
          {waits}
        </Line>
      );
    case 'AWAITING_APPROVAL':
      return (
        <Line
          tone="wait"
          strong={says.awaitingApproval(challenger)}
          action={
            run.challenger !== null && (
              <Link data-link to={paths.model(modelId, run.challenger.number)}>
                Review {challenger}
              </Link>
            )
          }
        >
          {says.wasShown(champion, isOwn)}
          {waits}
        </Line>
      );
    case 'CANARY':
      return (
        <Line tone="info" strong={says.takesOverBySteps(challenger, endpoint ?? says.itsEndpoint)}>
          {says.goesBack(champion)}
          {waits}
        </Line>
      );
    case 'PROMOTED':
      return (
        <Line tone="info" strong={says.isChampion(challenger)}>
          {' '}
          {says.inPlace(champion)} {ended}.
        </Line>
      );
    case 'ROLLED_BACK':
      return (
        <Line tone="bad" strong={says.wasRolledBack(challenger, because(run.reason))}>
          {says.servesAgain(champion)} {ended}.
        </Line>
      );
    case 'DECLINED':
      return (
        <Line tone="info" strong={says.runWasDeclined(because(run.reason))}>
          {says.nothingWasDeployedGoes(champion)} {ended}.
        </Line>
      );
    case 'ARMED':
    case 'COOLDOWN':
      return null;
  }
}

function because(reason: string | null): string {
  return reason === null ? '.' : `: ${reason}.`;
}

interface LineProps {
  readonly tone: 'info' | 'wait' | 'bad';
  readonly strong: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

function Line({ tone, strong, action, children }: LineProps) {
  return (
    <Banner tone={tone} {...(action === undefined || action === false ? {} : { action })}>
      <b className="med">{strong}</b> {children}
    </Banner>
  );
}
