import { points, versionName, type RunDetail } from './retraining';

interface Change {
  readonly label: string;
  readonly value: string;
}

/** What is different since a run, and what is as it was. */
export function changesOf(run: RunDetail, endpoint: string | null): Change[] {
  const { status, comparison } = run;
  const champion = versionName(run.champion, 'none');
  return [
    {
      label: 'Champion',
      value: status === 'PROMOTED' ? `${champion} → ${challengerOf(run)}` : `${champion}, as before`,
    },
    { label: 'Traffic', value: trafficOf(run, endpoint) },
    {
      label: 'Right answers, challenger less champion',
      value: comparison === null ? 'not scored' : points(comparison.difference),
    },
  ];
}

const challengerOf = (run: RunDetail) => versionName(run.challenger, 'the challenger');

function trafficOf(run: RunDetail, endpoint: string | null): string {
  if (!run.steps.some(({ name }) => name === 'DEPLOY')) return 'deploys to no endpoint';
  const where = endpoint ?? 'the endpoint';
  const champion = versionName(run.champion, 'the champion');
  switch (run.status) {
    case 'PROMOTED':
      return `${challengerOf(run)} took ${where} over`;
    case 'CANARY':
      return `${challengerOf(run)} has a part of ${where}`;
    case 'ROLLED_BACK':
      return `${champion} is back on ${where}`;
    default:
      return `${where} as before`;
  }
}
