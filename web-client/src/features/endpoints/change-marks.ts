import type { EventMark } from '@/parts/TimeSeries';
import type { RevisionDetail } from './detail';
import { changesOf } from './scaling/replicas';
import type { OverTime } from './use-over-time';
import { words } from './words';

const says = words.changeMarks;

type Rollout = OverTime['rollouts']['edges'][number]['node'];

/** What may explain a bend in any chart of an endpoint, from `fromMs` on, oldest first. */
export function changeMarks(
  revisions: readonly Pick<RevisionDetail, 'number' | 'readyAt'>[],
  { replicaHistory, rollouts }: Pick<OverTime, 'replicaHistory' | 'rollouts'>,
  fromMs: number,
): EventMark[] {
  return [
    ...revisions.flatMap(({ number, readyAt }) => markAt(readyAt, says.ready(number))),
    ...rollouts.edges.flatMap(({ node }) => rolloutMarks(node)),
    ...changesOf(replicaHistory).flatMap(({ at, before, after }) => markAt(at, says.replicas(before, after))),
  ]
    .filter(({ at }) => at * 1_000 >= fromMs)
    .sort((a, b) => a.at - b.at);
}

/** When it gave the candidate its share of the traffic: of steps that are over nobody knows when they began. */
function rolloutMarks({
  candidate,
  status,
  step,
  stepSince,
  steps,
  createdAt,
  endedAt,
}: Rollout): EventMark[] {
  const { number } = candidate;
  const current = steps.find((one) => one.number === step);
  const isOver = status === 'PROMOTED' || status === 'ROLLED_BACK';
  return [
    ...(step === 1 ? [] : markAt(createdAt, says.started(number))),
    ...(current === undefined ? [] : markAt(stepSince, says.share(number, current.weight))),
    ...(isOver
      ? markAt(endedAt, status === 'PROMOTED' ? says.share(number, 100) : says.rolledBack(number))
      : []),
  ];
}

function markAt(at: string | null, label: string): EventMark[] {
  return at === null ? [] : [{ at: Date.parse(at) / 1_000, label }];
}
