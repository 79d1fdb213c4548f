import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { spanInWords } from '@/format/span';
import { exactUtc } from '@/format/time';
import { Banner } from '@/parts/Banner';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { TRIGGERS, versionName, type Policy, type RunRow } from './retraining';

/** Whether the policy may be triggered; nothing to say where it may. */
export function PolicyLine({ policy }: { readonly policy: Policy }) {
  const { breaker, active, status, cooldownUntil, doublings } = policy;
  if (breaker.open)
    return (
      <Banner tone="bad">
        <b className="med">
          The breaker is open: {breaker.trainings} trainings within {spanInWords(breaker.period)}, and the
          maximum is {breaker.limit}.
        </b>{' '}
        Triggers are declined until the period is over or somebody sets the policy again, which counts anew.
      </Banner>
    );
  if (!active)
    return (
      <Banner tone="wait">
        <b className="med">The policy is switched off.</b> Neither its schedule nor data nor alerts trigger
        it; people may.
      </Banner>
    );
  if (status === 'COOLDOWN' && cooldownUntil !== null)
    return (
      <Banner tone="info">
        <b className="med">It cools down until {exactUtc(cooldownUntil)}.</b> Until then only a call triggers
        it.
        {doublings > 0 &&
          ` The time was doubled ${doublings === 1 ? 'once' : `${doublings} times`}: the alert outlived the new model.`}
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
  const challenger = versionName(run.challenger, 'The challenger');
  const champion = versionName(run.champion, 'the champion');
  const waits = run.waitsFor !== null && <> It waits: {run.waitsFor}.</>;
  const ended = run.endedAt !== null && <When at={run.endedAt} />;
  switch (run.status) {
    case 'TRIGGERED':
    case 'CHECKING':
      return (
        <Line tone="info" strong={`${TRIGGERS[run.trigger]} triggered a run.`}>
          Rights, data, feed and budget are looked at; then it trains.{waits}
        </Line>
      );
    case 'TRANSFORMING':
      return (
        <Line tone="info" strong="The policy’s transform makes the data.">
          What it makes is checked; then it trains.{waits}
        </Line>
      );
    case 'TRAINING':
      return (
        <Line tone="info" strong="The challenger is being trained.">
          Then both are scored on the same rows.{waits}
        </Line>
      );
    case 'EVALUATING':
      return (
        <Line tone="info" strong={`The challenger and ${champion} are being scored on the same rows.`}>
          It is registered if it is shown to be better.{waits}
        </Line>
      );
    case 'AWAITING_APPROVAL':
      return (
        <Line
          tone="wait"
          strong={`${challenger} is awaiting approval.`}
          action={
            run.challenger !== null && (
              <Link data-link to={paths.model(modelId, run.challenger.number)}>
                Review {challenger}
              </Link>
            )
          }
        >
          It was shown to be better than {champion} on the same rows.{' '}
          {isOwn
            ? 'You are its author: somebody else decides.'
            : 'Somebody other than its author decides; within 30 days, else it is declined.'}
          {waits}
        </Line>
      );
    case 'CANARY':
      return (
        <Line tone="info" strong={`${challenger} takes ${endpoint ?? 'its endpoint'} over by steps.`}>
          It goes back by itself when it fails more often than {champion}.{waits}
        </Line>
      );
    case 'PROMOTED':
      return (
        <Line tone="info" strong={`${challenger} is the champion`}>
          {' '}
          in place of {champion}, {ended}.
        </Line>
      );
    case 'ROLLED_BACK':
      return (
        <Line tone="bad" strong={`${challenger} was rolled back${because(run.reason)}`}>
          {champion} serves again, {ended}.
        </Line>
      );
    case 'DECLINED':
      return (
        <Line tone="info" strong={`The run was declined${because(run.reason)}`}>
          Nothing was deployed; {champion} goes on. It ended {ended}.
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
