import { spansInWords } from '@/format/span';
import { duration } from '@/format/time';
import { Banner } from '@/parts/Banner';
import { When } from '@/parts/When';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { clockOf, currentStep, endOfHold } from './rollout';
import type { RolloutOfEndpoint } from './use-rollouts';
import { words } from './words';

const says = words.stateLine;

interface StateLineProps {
  readonly rollout: RolloutOfEndpoint;
  readonly endpoint: EndpointDetail;
  readonly nowMs: number;
}

/** Where a rollout stands, in a sentence, and what happens next if nobody does anything. */
export function StateLine({ rollout, nowMs }: StateLineProps) {
  const { status, candidate, baseline, steps, step, reason, endedAt } = rollout;
  const name = `r${candidate.number}`;
  const current = currentStep(rollout);
  switch (status) {
    case 'PENDING':
      return (
        <Banner tone="info">
          <b className="med">{says.notReadyYet(name)}</b> {says.firstStep(steps[0]?.weight ?? 0)}
        </Banner>
      );
    case 'STEPPING':
      return (
        <Banner tone="info">
          <b className="med">{says.hasOfTheTraffic(name, current?.weight ?? 0, step, steps.length)}</b>{' '}
          {next(rollout, nowMs)}
        </Banner>
      );
    case 'PAUSED':
      return (
        <Banner tone="wait">
          <b className="med">{says.awaitingADecision(deadline(rollout, nowMs))}</b>{' '}
          {says.withoutOneGoesBack(name)}{' '}
          {rollout.pause === 'TOO_FEW_REQUESTS' &&
            says.stepTimeWas(current?.candidateRequests ?? 0, rollout.minRequests)}
          {rollout.pause === 'REFUSALS' && says.refusesMoreOften}
        </Banner>
      );
    case 'PROMOTED':
      return (
        <Banner tone="info">
          <b className="med">{says.wasPromoted(name)}</b> {says.tookAll(baseline.number)}
          {endedAt !== null && (
            <>
              {' '}
              <When at={endedAt} />
            </>
          )}
          .
        </Banner>
      );
    case 'ROLLED_BACK':
      return (
        <Banner tone="bad">
          <b className="med">
            {says.wasRolledBack(name, reason === null ? '.' : `: ${spansInWords(reason)}.`)}
          </b>{' '}
          {says.rHasAll(baseline.number)}
          {endedAt !== null && (
            <>
              {' since '}
              <When at={endedAt} />
            </>
          )}
          .
        </Banner>
      );
  }
}

function deadline({ pausedUntil }: RolloutOfEndpoint, nowMs: number): string {
  if (pausedUntil === null) return '';
  const at = Date.parse(pausedUntil);
  return at <= nowMs ? ' now' : says.until(clockOf(at, nowMs), duration(at - nowMs));
}

/** What comes after this step, and when. */
function next(rollout: RolloutOfEndpoint, nowMs: number): string {
  const following = rollout.steps.find(({ number }) => number === rollout.step + 1);
  const then = following === undefined ? says.allOfTheTraffic : `${following.weight} %`;
  const end = endOfHold(rollout);
  if (end !== null && end > nowMs) return says.thenAt(then, clockOf(end, nowMs), duration(end - nowMs));
  return says.asSoon(then, rollout.minRequests);
}
