import { useEffect, useEffectEvent, useState } from 'react';
import { isHidden, toFailure, type Failure } from '@/api/failure';
import {
  DatasetDocument,
  DatasetVersionDocument,
  type DatasetListedFragment,
  type DatasetVersionDetailFragment,
  type DatasetQuery,
  type DatasetVersionRowFragment,
} from '@/api/generated/datasets';
import { useNamed } from '@/api/use-named';
import { holds } from '@/api/permissions';

type Permission = DatasetQuery['viewer']['permissions'][number];

const VERSIONS = 50;
const FILES = 100;
/** How often the page of a version looks again that is becoming another. */
const POLL_MS: Readonly<Partial<Record<DatasetVersionRowFragment['status'], number>>> = {
  MAKING: 2_000,
  SEALED: 2_000,
  VALIDATING: 2_000,
  ERRORED: 30_000,
};

export interface DatasetView {
  /** Of the address: a role may see the data set and not its project. */
  readonly projectId: string;
  readonly dataset: DatasetListedFragment;
  /** What its versions are checked by from now on; null where it never had a suite. */
  readonly suite: { readonly id: string; readonly number: number } | null;
  readonly versions: readonly DatasetVersionRowFragment[];
  readonly moreVersions: (() => void) | null;
  /** The version that is looked at; null while it is loading, or where there is none. */
  readonly version: DatasetVersionDetailFragment | null;
  readonly loadingVersion: boolean;
  readonly moreFiles: (() => void) | null;
  readonly may: (permission: Permission) => boolean;
}

/** The data set with the version of that number, or the newest, which comes with the first answer. */
export function useDataset(project: string, id: string, number: number | null) {
  const [versionsAfter, setVersionsAfter] = useState<string | null>(null);
  const [filesAfter, setFilesAfter] = useState<string | null>(null);
  const [{ data, error, fetching }, ask] = useNamed({
    query: DatasetDocument,
    variables: {
      project,
      dataset: id,
      versions: VERSIONS,
      versionsAfter,
      files: FILES,
      filesAfter: number === null ? filesAfter : null,
    },
  });
  const node = data?.node?.__typename === 'Dataset' ? data.node : undefined;
  const versions = node?.versions.edges.map((edge) => edge.node) ?? [];
  const wanted = number === null ? null : (versions.find((version) => version.number === number) ?? null);
  const isLatest = number === null || node?.latest?.number === number;

  const [older, askOlder] = useNamed({
    query: DatasetVersionDocument,
    variables: { id: wanted?.id ?? '', files: FILES, filesAfter },
    pause: isLatest || wanted === null,
  });
  const olderNode = older.data?.node?.__typename === 'DatasetVersion' ? older.data.node : null;
  const version = isLatest ? (node?.latest ?? null) : olderNode;

  function again() {
    ask({ requestPolicy: 'network-only' });
    if (!isLatest) askOlder({ requestPolicy: 'network-only' });
  }
  usePoll(version === null ? undefined : POLL_MS[version.status], again);

  const failure = failureOf(error, data != null && node === undefined);
  const view: DatasetView | null =
    node === undefined
      ? null
      : {
          projectId: project,
          dataset: node,
          suite: node.expectations,
          versions,
          moreVersions: next(node.versions.pageInfo, setVersionsAfter),
          version,
          loadingVersion: !isLatest && older.fetching && olderNode === null,
          moreFiles: version === null ? null : next(version.files.pageInfo, setFilesAfter),
          may: (permission) => holds(data?.viewer.permissions, permission),
        };
  return {
    view,
    fetching,
    failure,
    hidden: failure !== null && isHidden(failure),
    versionFailure: older.error === undefined ? null : toFailure(older.error),
    again,
  };
}

function failureOf(error: Parameters<typeof toFailure>[0] | undefined, isMissing: boolean): Failure | null {
  if (error !== undefined) return toFailure(error);
  return isMissing ? { code: 'NOT_FOUND', message: '', fields: {}, requestId: null } : null;
}

function next(
  { hasNextPage, endCursor }: { readonly hasNextPage: boolean; readonly endCursor: string | null },
  show: (cursor: string | null) => void,
): (() => void) | null {
  return hasNextPage ? () => show(endCursor) : null;
}

/** Looks again so often, as long as somebody can see it. */
export function usePoll(everyMs: number | undefined, look: () => void) {
  const onTick = useEffectEvent(look);
  useEffect(() => {
    if (everyMs === undefined) return;
    const timer = setInterval(() => {
      if (!document.hidden) onTick();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
}
