import { versionName, type Beside, type Policy, type RunRow } from './retraining';
import { words } from './words';

const says = words.rollBack;

type Revision = NonNullable<Beside['endpoints']>['edges'][number]['node']['revisions'][number];

/** What becomes of which traffic, and of the alias, when a retraining is taken back. */
export function rollBackSentences(
  { champion, challenger, status }: RunRow,
  { endpointId }: Pick<Policy, 'endpointId'>,
  beside: Beside | undefined,
): readonly string[] {
  const mine = versionName(challenger, says.theChallenger);
  const theirs = versionName(champion, says.theChampion);
  const alias =
    status === 'PROMOTED' ? [says.aliasChampionPoints(theirs)] : [says.aliasChampionStays(theirs)];
  if (endpointId === null) return [says.nothingWasDeployedNo, ...alias];
  const endpoint = beside?.endpoints?.edges.find(({ node }) => node.id === endpointId)?.node;
  if (endpoint === undefined) return [says.allOfTheTraffic(mine, theirs), ...alias];
  const of = (version: { readonly id: string } | null): Revision | undefined =>
    endpoint.revisions
      .filter(({ modelVersion }) => version !== null && modelVersion?.id === version.id)
      .sort((a, b) => b.number - a.number)[0];
  const loses = of(challenger);
  const gains = of(champion);
  const isGone = gains !== undefined && gains.status !== 'READY';
  return [
    says.losesOfTraffic(
      revisionName(mine, loses),
      loses === undefined ? says.itsShare : says.its(loses.weight),
      endpoint.name,
      revisionName(theirs, gains),
      gains === undefined ? '' : `from ${gains.weight} % `,
    ),
    ...(isGone ? [says.startedAgainFirst(revisionName(theirs, gains))] : []),
    ...(status === 'CANARY' ? [says.theRollout] : []),
    ...alias,
  ];
}

function revisionName(version: string, revision: Revision | undefined): string {
  return revision === undefined ? version : `${version} (r${revision.number})`;
}
