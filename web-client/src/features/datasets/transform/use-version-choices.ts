import { useState } from 'react';
import { toFailure, type Failure } from '@/api/failure';
import { TransformChoicesDocument, type InputSchemaFragment } from '@/api/generated/datasets';
import { followingPage, usePages } from '@/api/use-pages';
import { isReadable, isValidated, isWaived } from '@/parts/data-gate';
import type { More } from '@/parts/MoreChoices';

export interface VersionChoice {
  readonly value: string;
  readonly label: string;
  readonly dataset: string;
  /** Whether it is open to what needs validated data. */
  readonly isValidated: boolean;
}

export interface VersionChoices {
  /** The newest versions of each data set that is loaded. */
  readonly list: readonly VersionChoice[];
  readonly datasetsLoaded: number;
  /** Null where the list is whole. */
  readonly more: More | null;
  /** A data set has versions that are older than those offered. */
  readonly hasOlder: boolean;
  readonly failure: Failure | null;
  /** Tables and columns of the version that was named with the question. */
  readonly given: InputSchemaFragment | null;
  /** Whether the question has its first answer. */
  readonly isAsked: boolean;
}

/** What a transform may read in the project, and what the version `given` holds; empty for none. */
export function useVersionChoices(project: string, given: string): VersionChoices {
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error, fetching }, ask] = usePages({
    query: TransformChoicesDocument,
    variables: { project, after, given, hasGiven: given !== '' },
  });
  const page = data?.node?.__typename === 'Project' ? data.node.datasets : undefined;
  const datasets = page?.edges.map(({ node }) => node) ?? [];
  const next = followingPage(page?.pageInfo);
  return {
    list: datasets.flatMap(({ name, versions }) =>
      versions.edges
        .filter(({ node }) => isReadable(node))
        .map(({ node }) => ({
          value: node.id,
          label: `${name} v${node.number}${isWaived(node) ? ', waived' : ''}`,
          dataset: name,
          isValidated: isValidated(node),
        })),
    ),
    datasetsLoaded: datasets.length,
    more:
      next === null
        ? null
        : {
            // A page that did not come is asked for again.
            load: () => (next === after ? ask({ requestPolicy: 'network-only' }) : setAfter(next)),
            loading: fetching,
          },
    hasOlder: datasets.some(({ versions }) => versions.pageInfo.hasNextPage),
    failure: error === undefined ? null : toFailure(error),
    given: data?.given?.__typename === 'DatasetVersion' ? data.given : null,
    isAsked: data != null || error !== undefined,
  };
}
