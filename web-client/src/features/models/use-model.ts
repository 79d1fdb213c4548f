import { useState } from 'react';
import { useQuery } from 'urql';
import { toFailure, type Failure } from '@/api/failure';
import {
  ModelDocument,
  MoreEndpointsDocument,
  VersionDocument,
  type EndpointsOfProjectFragment,
  type PassportFragment,
  type VersionRowFragment,
} from '@/api/generated/models';
import { holds, useRights } from '@/api/permissions';
import { followingPage } from '@/api/use-pages';
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
  readonly failure: Failure | null;
  /** Asks the platform again, as after a change by someone else. */
  readonly reload: () => void;
}

/**
 * The model with its versions in one request, with all of the latest one; of another version in a second. That one also
 * brings what serves the model to whoever may read endpoints in some projects only: the first says whether in this one.
 */
export function useModel(id: string, number: number | null): ModelFound {
  const [after, setAfter] = useState<string | null>(null);
  const isSure = holds(useRights().everywhere, 'ENDPOINT_READ');
  const [list, askList] = useQuery({
    query: ModelDocument,
    variables: { id, first: PAGE_SIZE, after, endpointRead: isSure },
  });
  // Where a field failed, the platform sends `data: null`.
  const node = list.data?.node;
  const listed = node === undefined ? undefined : modelOf(node);
  const versions = listed?.versions.edges.map(({ node }) => node) ?? [];
  const latest = listed?.latest ?? null;
  const isLatest = number === null || number === latest?.number;
  const chosenId = isLatest ? null : (versions.find((row) => row.number === number)?.id ?? null);
  const isServedLater = !isSure && holds(listed?.project.permissions, 'ENDPOINT_READ');
  const isAsked = chosenId !== null || isServedLater;
  const [single, askSingle] = useQuery({
    query: VersionDocument,
    variables: {
      id: chosenId ?? '',
      other: chosenId !== null,
      project: listed?.project.id ?? '',
      endpointRead: isServedLater,
    },
    pause: !isAsked,
  });
  const chosen = single.data?.node?.__typename === 'ModelVersion' ? single.data.node : undefined;
  const place = single.data?.project?.__typename === 'Project' ? single.data.project : undefined;
  const later = isServedLater && place?.id === listed?.project.id ? place?.endpoints : undefined;
  const served = useAllEndpoints(listed?.project.endpoints ?? later, listed?.project.id);
  const model =
    listed == null || served === undefined
      ? listed
      : { ...listed, project: { ...listed.project, endpoints: served } };
  const error = list.error ?? (isAsked ? single.error : undefined);
  const pageInfo = listed?.versions.pageInfo;

  return {
    model,
    versions,
    version: versionOf(),
    more:
      pageInfo?.hasNextPage === true
        ? { load: () => setAfter(pageInfo.endCursor), loading: list.fetching }
        : null,
    failure: error === undefined ? null : toFailure(error),
    reload: () => {
      askList({ requestPolicy: 'network-only' });
      if (isAsked) askSingle({ requestPolicy: 'network-only' });
    },
  };

  function versionOf(): PassportFragment | null | undefined {
    if (model == null) return model;
    if (isLatest) return latest;
    if (chosenId === null) return null;
    return chosen?.id === chosenId ? chosen : undefined;
  }
}

/** All of a project's: that a version is not served is not known without each of them. */
function useAllEndpoints(
  first: EndpointsOfProjectFragment | undefined,
  project: string | undefined,
): EndpointsOfProjectFragment | undefined {
  const [place, setPlace] = useState<{ readonly project: string; readonly after: string } | null>(null);
  const after = place?.project === project ? (place?.after ?? null) : null;
  const [{ data }] = useQuery({
    query: MoreEndpointsDocument,
    variables: { project: project ?? '', after },
    pause: project === undefined || after === null,
  });
  const node = data?.node?.__typename === 'Project' && data.node.id === project ? data.node : undefined;
  const all = first === undefined ? undefined : (node?.endpoints ?? first);
  const next = followingPage(all?.pageInfo);
  if (project !== undefined && next !== null && next !== after) setPlace({ project, after: next });
  return all;
}

function modelOf(node: { readonly __typename: string } | null): ModelDetail | null {
  return node?.__typename === 'RegisteredModel' ? (node as ModelDetail) : null;
}
