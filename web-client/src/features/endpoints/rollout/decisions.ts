import type { EndpointDetail } from '@/features/endpoints/detail';
import { expectedInWords } from '@/features/endpoints/traffic';
import { count, counted } from '@/format/number';
import { clockOf, currentStep, earliestEnd, endOfHold, evidenceOf, evidenceText } from './rollout';
import type { RolloutOfEndpoint } from './use-rollouts';

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
    `r${candidate.number} goes from ${weight} % to all of the traffic at once: from ` +
    `${expectedInWords(perMinute, weight)} to ${expectedInWords(perMinute, 100)}. ` +
    `${drains(baseline.number, replicasOf(endpoint, baseline.id))} The steps that are left are passed over.`
  );
}

export function abortSentence({ rollout, endpoint, perMinute }: RolloutTraffic): string {
  const { candidate, baseline } = rollout;
  const weight = currentStep(rollout)?.weight ?? 0;
  const end = drains(candidate.number, replicasOf(endpoint, candidate.id));
  if (weight === 0) return `r${baseline.number} keeps all of the traffic. ${end}`;
  return `r${baseline.number} takes 100 % at once. r${candidate.number} loses its ${weight} %, ${expectedInWords(perMinute, weight)}. ${end}`;
}

export function nothingSentence({ rollout, nowMs }: RolloutTraffic): string {
  const { candidate, status, pausedUntil, steps, step, minRequests, logLimit } = rollout;
  const name = `r${candidate.number}`;
  if (status === 'PENDING') return `The first step starts when ${name} is ready.`;
  if (status === 'PAUSED' && pausedUntil !== null)
    return `At ${clockOf(Date.parse(pausedUntil), nowMs)} the deadline aborts it, as if you had.`;
  const following = steps.find(({ number }) => number === step + 1);
  const at = Math.max(nowMs, endOfHold(rollout) ?? nowMs);
  const end = earliestEnd(rollout, nowMs) ?? nowMs;
  const begins =
    following === undefined
      ? ''
      : `${following.weight} % from ${clockOf(at, nowMs)} at the earliest, once this step has had ${count(minRequests)} requests; `;
  return `${begins}all of the traffic from ${clockOf(end, nowMs)} at the earliest. Evidence of ${evidenceText(evidenceOf(logLimit))} that it fails rolls back at once.`;
}

function replicasOf({ revisions }: EndpointDetail, id: string): number {
  const replicas = revisions.find((revision) => revision.id === id)?.replicas ?? [];
  return replicas.filter(({ endedAt }) => endedAt === null).length;
}

function drains(number: number, replicas: number): string {
  return replicas === 0
    ? `r${number} ends.`
    : `r${number} drains, then ${counted(replicas, 'replica of its ends', 'replicas of its end')}, and with ${replicas === 1 ? 'it' : 'them'} the cost.`;
}
