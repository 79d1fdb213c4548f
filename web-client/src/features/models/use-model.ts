import { useState } from 'react';
import { useQuery } from 'urql';
import { toFailure, type Failure } from '@/api/failure';
import {
  ModelDocument,
  VersionDocument,
  type PassportFragment,
  type VersionRowFragment,
} from '@/api/generated/models';
import type { Permission } from '@/api/permissions';
import { useExtra } from '@/api/use-extra';
import type { ModelDetail } from './model';

/** Versions of one page of the model's list; a page knows a version by its number among them. */
const PAGE_SIZE = 100;

export interface ModelFound {
  /** Undefined while on its way; null where there is none that the person may see. */
  readonly model: ModelDetail | null | undefined;
  readonly versions: readonly VersionRowFragment[];
  /** The version chosen by its number, else the latest: undefined while on its way, null where there is none. */
  readonly version: PassportFragment | null | undefined;
  readonly more: { readonly load: () => void; readonly loading: boolean } | null;
  /** What the person may do in the whole organisation; undefined while on its way. */
  readonly permissions: readonly Permission[] | undefined;
  readonly failure: Failure | null;
  /** Asks the platform again, as after a change by someone else. */
  readonly reload: () => void;
}

/** The model with its versions in one request, with all of the latest one; of another version in a second. */
export function useModel(id: string, number: number | null): ModelFound {
  const [after, setAfter] = useState<string | null>(null);
  const served = useExtra('ENDPOINT_READ', 'endpointRead', id);
  const [list, askList] = useQuery({
    query: ModelDocument,
    variables: { id, first: PAGE_SIZE, after, endpointRead: served.asked },
  });
  // Where a field failed, the platform sends `data: null`.
  const node = list.data?.node;
  const model = node === undefined ? undefined : modelOf(node);
  const versions = model?.versions.edges.map(({ node }) => node) ?? [];
  const latest = model?.latest ?? null;
  const isLatest = number === null || number === latest?.number;
  const chosenId = isLatest ? null : (versions.find((row) => row.number === number)?.id ?? null);
  const [single, askSingle] = useQuery({
    query: VersionDocument,
    variables: { id: chosenId ?? '' },
    pause: chosenId === null,
  });
  const chosen = single.data?.node?.__typename === 'ModelVersion' ? single.data.node : undefined;
  const error = served.failed(list) ?? (chosenId === null ? undefined : single.error);
  const pageInfo = model?.versions.pageInfo;

  return {
    model,
    versions,
    version: versionOf(),
    more:
      pageInfo?.hasNextPage === true
        ? { load: () => setAfter(pageInfo.endCursor), loading: list.fetching }
        : null,
    permissions: list.data?.viewer.permissions,
    failure: error === undefined ? null : toFailure(error),
    reload: () => {
      askList({ requestPolicy: 'network-only' });
      if (chosenId !== null) askSingle({ requestPolicy: 'network-only' });
    },
  };

  function versionOf(): PassportFragment | null | undefined {
    if (model == null) return model;
    if (isLatest) return latest;
    if (chosenId === null) return null;
    return chosen?.id === chosenId ? chosen : undefined;
  }
}

function modelOf(node: { readonly __typename: string } | null): ModelDetail | null {
  return node?.__typename === 'RegisteredModel' ? (node as ModelDetail) : null;
}
