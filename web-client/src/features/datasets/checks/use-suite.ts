import { useState } from 'react';
import { useQuery } from 'urql';
import { isHidden, toFailure, type Failure } from '@/api/failure';
import {
  DatasetChecksDocument,
  type DatasetChecksQuery,
  type SuiteRowFragment,
  type TableColumnsFragment,
} from '@/api/generated/datasets';
import { followingPage } from '@/api/use-pages';
import type { More } from '@/parts/MoreChoices';

type DatasetNode = Extract<DatasetChecksQuery['node'], { __typename: 'Dataset' }>;
export type NewestVersion = DatasetNode['versions']['edges'][number]['node'];

/** What the editor picks columns from and suggests by. */
export interface Profile {
  /** Of the version that was looked at. */
  readonly number: number;
  readonly table: TableColumnsFragment;
  readonly rows: number | null;
  /** Names of the version's tables; the first is the one above. */
  readonly tables: readonly string[];
}

export interface SuiteView {
  /** Null where there never was one. */
  readonly inForce: SuiteRowFragment | null;
  /** Those before it, newest first. */
  readonly earlier: readonly SuiteRowFragment[];
  readonly more: More | null;
  readonly newest: NewestVersion | null;
  readonly profile: Profile | null;
}

/** What is expected of a data set, and what its newest profile says. */
export function useSuite(dataset: string) {
  const [suitesAfter, setSuitesAfter] = useState<string | null>(null);
  const [{ data, error, fetching }, ask] = useQuery({
    query: DatasetChecksDocument,
    variables: { dataset, suitesAfter },
    requestPolicy: 'cache-and-network',
  });
  const again = () => ask({ requestPolicy: 'network-only' });
  const node = data?.node?.__typename === 'Dataset' ? data.node : undefined;
  const failure: Failure | null = error === undefined ? null : toFailure(error);
  return {
    view:
      node === undefined ? null : viewOf(node, { fetching, load: setSuitesAfter, after: suitesAfter, again }),
    failure,
    hidden: failure === null ? data != null && node === undefined : isHidden(failure),
    again,
  };
}

interface Paging {
  readonly fetching: boolean;
  readonly after: string | null;
  readonly load: (after: string) => void;
  readonly again: () => void;
}

function viewOf(node: DatasetNode, { fetching, after, load, again }: Paging): SuiteView {
  const { expectations: inForce, expectationSuites: suites } = node;
  const versions = node.versions.edges.map((edge) => edge.node);
  const next = followingPage(suites.pageInfo);
  return {
    inForce,
    earlier: suites.edges.map((edge) => edge.node).filter(({ id }) => id !== inForce?.id),
    // A page that did not come is asked for again.
    more: next === null ? null : { load: () => (next === after ? again() : load(next)), loading: fetching },
    newest: versions[0] ?? null,
    profile: versions.map(profileOf).find((profile) => profile !== null) ?? null,
  };
}

function profileOf({ number, table, tables }: NewestVersion): Profile | null {
  if (table === null || table.columns.length === 0) return null;
  const all = tables.edges.map(({ node }) => node);
  return {
    number,
    table,
    rows: all.find(({ name }) => name === table.name)?.rows ?? null,
    tables: [table.name, ...all.map(({ name }) => name).filter((name) => name !== table.name)],
  };
}
