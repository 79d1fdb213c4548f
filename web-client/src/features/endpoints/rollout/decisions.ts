import type { EndpointDetail } from '@/features/endpoints/detail';
import { expectedInWords } from '@/features/endpoints/traffic';
import { clockOf, currentStep, earliestEnd, endOfHold, evidenceOf, evidenceText } from './rollout';
import type { RolloutOfEndpoint } from './use-rollouts';
import { words } from './words';

const says = words.decisions;

export interface RolloutTraffic {
  readonly rollout: RolloutOfEndpoint;
  readonly endpoint: EndpointDetail;
  /** Requests a minute of the endpoint, now. */
  readonly perMinute: number;
  readonly nowMs: number;
}

export function promoteSentence({ rollout, endpoint, perMinute }: RolloutTraffic): string {
  const { candidate, baseline } = rollout;
  const weight = currentStep(rollout)?.weight ?? 0;
  return (
    says.rGoes(candidate.number, weight) +
    says.to(expectedInWords(perMinute, weight), expectedInWords(perMinute, 100)) +
    says.theSteps(drains(baseline.number, replicasOf(endpoint, baseline.id)))
  );
}

export function abortSentence({ rollout, endpoint, perMinute }: RolloutTraffic): string {
  const { candidate, baseline } = rollout;
  const weight = currentStep(rollout)?.weight ?? 0;
  const end = drains(candidate.number, replicasOf(endpoint, candidate.id));
  if (weight === 0) return says.rKeepsAll(baseline.number, end);
  return says.rTakes100(baseline.number, candidate.number, weight, expectedInWords(perMinute, weight), end);
}

export function nothingSentence({ rollout, nowMs }: RolloutTraffic): string {
  const { candidate, status, pausedUntil, steps, step, minRequests, logLimit } = rollout;
  const name = `r${candidate.number}`;
  if (status === 'PENDING') return says.firstStepStarts(name);
  if (status === 'PAUSED' && pausedUntil !== null)
    return says.deadlineAborts(clockOf(Date.parse(pausedUntil), nowMs));
  const following = steps.find(({ number }) => number === step + 1);
  const at = Math.max(nowMs, endOfHold(rollout) ?? nowMs);
  const end = earliestEnd(rollout, nowMs) ?? nowMs;
  const begins =
    following === undefined ? '' : says.theEarliest(following.weight, clockOf(at, nowMs), minRequests);
  return says.allOfTheTraffic(begins, clockOf(end, nowMs), evidenceText(evidenceOf(logLimit)));
}

function replicasOf({ revisions }: EndpointDetail, id: string): number {
  const replicas = revisions.find((revision) => revision.id === id)?.replicas ?? [];
  return replicas.filter(({ endedAt }) => endedAt === null).length;
}

function drains(number: number, replicas: number): string {
  return replicas === 0 ? says.rEnds(number) : says.rDrains(number, replicas);
}
