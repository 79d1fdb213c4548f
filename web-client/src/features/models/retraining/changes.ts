import { points, versionName, type RunDetail } from './retraining';
import { words } from './comparison-words';

const says = words.changes;

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
      value: status === 'PROMOTED' ? `${champion} → ${challengerOf(run)}` : says.championAsBefore(champion),
    },
    { label: 'Traffic', value: trafficOf(run, endpoint) },
    {
      label: says.label,
      value: comparison === null ? says.notScored : points(comparison.difference),
    },
  ];
}

const challengerOf = (run: RunDetail) => versionName(run.challenger, says.theChallenger);

function trafficOf(run: RunDetail, endpoint: string | null): string {
  if (!run.steps.some(({ name }) => name === 'DEPLOY')) return says.deploysToNoEndpoint;
  const where = endpoint ?? says.theEndpoint;
  const champion = versionName(run.champion, says.theChampion);
  switch (run.status) {
    case 'PROMOTED':
      return says.tookOver(challengerOf(run), where);
    case 'CANARY':
      return says.hasAPart(challengerOf(run), where);
    case 'ROLLED_BACK':
      return says.isBack(champion, where);
    default:
      return says.endpointAsBefore(where);
  }
}
