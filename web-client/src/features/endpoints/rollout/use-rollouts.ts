import { useState } from 'react';
import { useQuery } from 'urql';
import { isHidden, toFailure, type Failure } from '@/api/failure';
import {
  EndpointRolloutsDocument,
  RolloutEvidenceDocument,
  type EndpointRolloutsQuery,
  type EvidenceRowFragment,
} from '@/api/generated/endpoints';
import { followingPage, usePages } from '@/api/use-pages';
import { useRepeat } from '@/api/use-repeat';
import { isUnderWay } from './rollout';

/** Rows of one page of the past. */
const PAGE_SIZE = 10;
/** While one is under way its errors are judged each second. */
const MOVING_MS = 5_000;
const CALM_MS = 30_000;

type Found = Extract<NonNullable<EndpointRolloutsQuery['node']>, { __typename: 'Endpoint' }>;
export type PolicyOfEndpoint = NonNullable<Found['rolloutPolicy']>;
export type RolloutOfEndpoint = Found['rollouts']['edges'][number]['node'];

export interface Rollouts {
  /** Newest first; undefined while they are on their way. */
  readonly rollouts: readonly RolloutOfEndpoint[] | undefined;
  readonly newest: RolloutOfEndpoint | null;
  /** Null where nobody has said by which steps candidates take over, or while it is on its way. */
  readonly policy: PolicyOfEndpoint | null;
  /** Of the newest, newest first, at most 100. */
  readonly evidence: readonly EvidenceRowFragment[];
  readonly failure: Failure | null;
  readonly hidden: boolean;
  readonly more: { readonly load: () => void; readonly loading: boolean } | null;
  readonly again: () => void;
}

/** An endpoint's rollouts; asked for again while the page is open, and more often while one is under way. */
export function useRollouts(endpointId: string): Rollouts {
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error, fetching }, ask] = usePages({
    query: EndpointRolloutsDocument,
    variables: { id: endpointId, first: PAGE_SIZE, after },
  });
  const found = data?.node?.__typename === 'Endpoint' ? data.node : undefined;
  const rollouts = found?.rollouts.edges.map(({ node }) => node);
  const newest = rollouts?.[0] ?? null;
  useRepeat(
    EndpointRolloutsDocument,
    { id: endpointId, first: PAGE_SIZE, after: null },
    found === undefined ? null : newest !== null && isUnderWay(newest) ? MOVING_MS : CALM_MS,
  );
  const failure = error === undefined ? null : toFailure(error);
  const next = followingPage(found?.rollouts.pageInfo);
  return {
    rollouts,
    newest,
    policy: found?.rolloutPolicy ?? null,
    evidence: found?.newest.edges[0]?.node.evidence.edges.map(({ node }) => node) ?? NONE,
    failure,
    hidden: failure === null ? data != null && found === undefined : isHidden(failure),
    more: next === null ? null : { load: () => setAfter(next), loading: fetching },
    again: () => ask({ requestPolicy: 'network-only' }),
  };
}

/** The curve of one that is over; asked for when it is looked at. */
export function useEvidence(id: string | null) {
  const [{ data, error }, ask] = useQuery({
    query: RolloutEvidenceDocument,
    variables: { id: id ?? '' },
    pause: id === null,
  });
  const found = data?.node?.__typename === 'Rollout' && data.node.id === id ? data.node : undefined;
  return {
    evidence: found?.evidence.edges.map(({ node }) => node),
    failure: error === undefined ? null : toFailure(error),
    again: () => ask({ requestPolicy: 'network-only' }),
  };
}

const NONE: readonly never[] = [];
