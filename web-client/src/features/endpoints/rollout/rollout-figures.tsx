import type { EvidenceRowFragment } from '@/api/generated/endpoints';
import { count, counted, NO_VALUE, percent } from '@/format/number';
import { msInWords, spanInWords } from '@/format/span';
import type { Figure } from '@/parts/Strip';
import { Status } from '@/parts/Status';
import {
  clockOf,
  countsOf,
  currentStep,
  earliestEnd,
  errorShare,
  evidenceOf,
  evidenceText,
  isUnderWay,
  nearest,
} from './rollout';
import type { RolloutOfEndpoint } from './use-rollouts';

export const ROLLOUT_LABELS = ['Step', 'Errors, candidate', 'Errors, baseline', 'Traffic share', 'To 100 %'];

/** Which step, what the evidence says, how much traffic it is taken from, and when it would be over. */
export function rolloutFigures(
  rollout: RolloutOfEndpoint,
  last: EvidenceRowFragment | undefined,
  nowMs: number,
): Figure[] {
  const { candidate, baseline, steps, step, minRequests } = rollout;
  const current = currentStep(rollout);
  const { candidate: ours, baseline: theirs } = countsOf(steps.filter(({ number }) => number === step));
  const all = ours.requests + theirs.requests;
  const share = errorShare(ours);
  const found = nearest(rollout, last);
  return [
    {
      label: 'Step',
      value: step,
      unit: `of ${steps.length}`,
      context: [
        current === null
          ? 'the first starts when it is ready'
          : `${current.weight} %, ${spanInWords(current.hold)} at least`,
      ],
    },
    {
      label: `Errors, r${candidate.number}`,
      value: share === null ? NO_VALUE : percent(share, 3),
      context: [
        <Status
          key="evidence"
          tone={last?.verdict === 'FAIL' ? 'bad' : 'ok'}
          icon={last?.verdict === 'FAIL' ? 'bad' : 'ok'}
        >
          E {evidenceText(evidenceOf(found.log))}
          {found.refuses ? ' of refusals, pauses at ' : ', rolls back at '}
          {evidenceText(evidenceOf(found.limit))}
        </Status>,
      ],
    },
    {
      label: `Errors, r${baseline.number}`,
      value: errorShare(theirs) === null ? NO_VALUE : percent(errorShare(theirs) ?? 0, 3),
      context: [`${count(theirs.judged)} of ${count(theirs.requests)} requests`],
    },
    {
      label: 'Traffic share',
      value: all === 0 ? NO_VALUE : percent(ours.requests / all, 2),
      unit: current === null ? undefined : `of ${current.weight} %`,
      context: [`${counted(ours.requests, 'request', 'requests')}, ${count(minRequests)} needed`],
    },
    endFigure(rollout, nowMs),
  ];
}

function endFigure(rollout: RolloutOfEndpoint, nowMs: number): Figure {
  const { status, createdAt, endedAt } = rollout;
  if (!isUnderWay(rollout)) {
    return {
      label: 'Duration',
      value: endedAt === null ? NO_VALUE : msInWords(Date.parse(endedAt) - Date.parse(createdAt)),
      context: [endedAt === null ? '' : `until ${clockOf(Date.parse(endedAt), nowMs)}`],
    };
  }
  const end = earliestEnd(rollout, nowMs);
  return {
    label: 'To 100 %',
    value: end === null || status === 'PENDING' ? NO_VALUE : clockOf(end, nowMs).replace(' UTC', ''),
    unit: status === 'PENDING' ? undefined : 'UTC',
    context: [
      status === 'PENDING'
        ? 'not started'
        : status === 'PAUSED'
          ? 'at the earliest, if resumed now'
          : 'at the earliest',
    ],
  };
}
