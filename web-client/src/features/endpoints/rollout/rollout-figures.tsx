import type { EvidenceRowFragment } from '@/api/generated/endpoints';
import { NO_VALUE, percent } from '@/format/number';
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
import { words } from './words';

const says = words.rolloutFigures;

export const ROLLOUT_LABELS = [
  'Step',
  says.errorsCandidate,
  says.errorsBaseline,
  says.trafficShare,
  'To 100 %',
];

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
      unit: says.of(steps.length),
      context: [
        current === null ? says.firstStartsWhen : says.atLeast(current.weight, spanInWords(current.hold)),
      ],
    },
    {
      label: says.label(candidate.number),
      value: share === null ? NO_VALUE : percent(share, 3),
      context: [
        <Status
          key="evidence"
          tone={last?.verdict === 'FAIL' ? 'bad' : 'ok'}
          icon={last?.verdict === 'FAIL' ? 'bad' : 'ok'}
        >
          E {evidenceText(evidenceOf(found.log))}
          {found.refuses ? says.refusalsPauses : says.rollsBack}
          {evidenceText(evidenceOf(found.limit))}
        </Status>,
      ],
    },
    {
      label: says.label(baseline.number),
      value: errorShare(theirs) === null ? NO_VALUE : percent(errorShare(theirs) ?? 0, 3),
      context: [says.ofRequests(theirs.judged, theirs.requests)],
    },
    {
      label: says.trafficShare,
      value: all === 0 ? NO_VALUE : percent(ours.requests / all, 2),
      unit: current === null ? undefined : says.ofWeight(current.weight),
      context: [says.needed(ours.requests, minRequests)],
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
      context: [endedAt === null ? '' : says.until(clockOf(Date.parse(endedAt), nowMs))],
    };
  }
  const end = earliestEnd(rollout, nowMs);
  return {
    label: 'To 100 %',
    value: end === null || status === 'PENDING' ? NO_VALUE : clockOf(end, nowMs).replace(' UTC', ''),
    unit: status === 'PENDING' ? undefined : 'UTC',
    context: [
      status === 'PENDING' ? says.notStarted : status === 'PAUSED' ? says.earliestIf : says.theEarliest,
    ],
  };
}
