import { count } from '@/format/number';
import { spansInWords } from '@/format/span';
import { duration } from '@/format/time';
import { Banner } from '@/parts/Banner';
import { When } from '@/parts/When';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { clockOf, currentStep, endOfHold } from './rollout';
import type { RolloutOfEndpoint } from './use-rollouts';

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
          <b className="med">{name} is not ready yet.</b> The first step, {steps[0]?.weight ?? 0} % of the
          traffic, begins as soon as it is.
        </Banner>
      );
    case 'STEPPING':
      return (
        <Banner tone="info">
          <b className="med">
            {name} has {current?.weight ?? 0} % of the traffic, step {step} of {steps.length}.
          </b>{' '}
          {next(rollout, nowMs)}
        </Banner>
      );
    case 'PAUSED':
      return (
        <Banner tone="wait">
          <b className="med">Awaiting a decision{deadline(rollout, nowMs)}.</b> Without one, {name} goes back
          to 0 %.{' '}
          {rollout.pause === 'TOO_FEW_REQUESTS' &&
            `The step’s time was over with ${count(current?.candidateRequests ?? 0)} of ${count(rollout.minRequests)} requests; more of them let it go on.`}
          {rollout.pause === 'REFUSALS' &&
            'It refuses more often what callers ask. A renamed input does that, and so can a caller who means to: look at what is refused, then decide. Resumed, it is not paused for that again.'}
        </Banner>
      );
    case 'PROMOTED':
      return (
        <Banner tone="info">
          <b className="med">{name} was promoted.</b> It took all of the traffic over from r{baseline.number}
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
            {name} was rolled back{reason === null ? '.' : `: ${spansInWords(reason)}.`}
          </b>{' '}
          r{baseline.number} has all of the traffic back
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
  return at <= nowMs ? ' now' : ` until ${clockOf(at, nowMs)}, in ${duration(at - nowMs)}`;
}

/** What comes after this step, and when. */
function next(rollout: RolloutOfEndpoint, nowMs: number): string {
  const following = rollout.steps.find(({ number }) => number === rollout.step + 1);
  const then = following === undefined ? 'all of the traffic' : `${following.weight} %`;
  const end = endOfHold(rollout);
  if (end !== null && end > nowMs)
    return `Then ${then}, at ${clockOf(end, nowMs)} at the earliest, in ${duration(end - nowMs)}.`;
  return `Then ${then}, as soon as it has had ${count(rollout.minRequests)} requests in this step.`;
}
