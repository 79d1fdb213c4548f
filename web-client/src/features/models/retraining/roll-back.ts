import { versionName, type Beside, type Policy, type RunRow } from './retraining';

type Revision = NonNullable<Beside['endpoints']>['edges'][number]['node']['revisions'][number];

/** What becomes of which traffic, and of the alias, when a retraining is taken back. */
export function rollBackSentences(
  { champion, challenger, status }: RunRow,
  { endpointId }: Pick<Policy, 'endpointId'>,
  beside: Beside | undefined,
): readonly string[] {
  const mine = versionName(challenger, 'the challenger');
  const theirs = versionName(champion, 'the champion');
  const alias =
    status === 'PROMOTED'
      ? [`The alias champion points at ${theirs} again, unless somebody has moved it meanwhile.`]
      : [`The alias champion stays at ${theirs}.`];
  if (endpointId === null) return ['Nothing was deployed: no traffic moves.', ...alias];
  const endpoint = beside?.endpoints?.edges.find(({ node }) => node.id === endpointId)?.node;
  if (endpoint === undefined)
    return [`All of the traffic of its endpoint goes from ${mine} back to ${theirs} at once.`, ...alias];
  const of = (version: { readonly id: string } | null): Revision | undefined =>
    endpoint.revisions
      .filter(({ modelVersion }) => version !== null && modelVersion?.id === version.id)
      .sort((a, b) => b.number - a.number)[0];
  const loses = of(challenger);
  const gains = of(champion);
  const isGone = gains !== undefined && gains.status !== 'READY';
  return [
    `${revisionName(mine, loses)} loses ${loses === undefined ? 'its share' : `its ${loses.weight} %`} of ${endpoint.name}’s traffic at once; ${revisionName(theirs, gains)} goes ${gains === undefined ? '' : `from ${gains.weight} % `}to 100 %.`,
    ...(isGone ? [`${revisionName(theirs, gains)} is started again first, as it serves no more.`] : []),
    ...(status === 'CANARY' ? ['The rollout that is under way ends.'] : []),
    ...alias,
  ];
}

function revisionName(version: string, revision: Revision | undefined): string {
  return revision === undefined ? version : `${version} (r${revision.number})`;
}
