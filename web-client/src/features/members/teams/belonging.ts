import type { Client } from '@urql/core';
import { idempotent, newIdempotencyKey } from '@/api/client';
import { toFailure, type Failure } from '@/api/failure';
import { SetTeamMembersDocument, TeamMembersDocument } from '@/api/generated/members';
import { words } from './words';

const says = words.belonging;

/** As many as the platform lets a team have. */
const MAX_MEMBERS = 500;

interface Everybody {
  readonly version: number;
  readonly memberIds: readonly string[];
}

/**
 * Puts one member into a team, or takes them out, whoever else belongs to it by now: members are set all at once, so
 * that the others are asked for first.
 *
 * @returns why the platform refused, or null
 */
export async function setBelonging(
  client: Client,
  teamId: string,
  memberId: string,
  belongs: boolean,
): Promise<Failure | null> {
  const found = await everybodyOf(client, teamId);
  if ('failure' in found) return found.failure;
  const others = found.memberIds.filter((id) => id !== memberId);
  const input = {
    id: teamId,
    expectedVersion: found.version,
    memberIds: belongs ? [...others, memberId] : others,
  };
  const { error } = await client
    .mutation(SetTeamMembersDocument, { input }, idempotent(newIdempotencyKey()))
    .toPromise();
  return error === undefined ? null : toFailure(error);
}

async function everybodyOf(
  client: Client,
  teamId: string,
): Promise<Everybody | { readonly failure: Failure }> {
  const memberIds = new Set<string>();
  let after: string | null = null;
  for (;;) {
    const page: PageOfTeam = await pageOf(client, teamId, after);
    if ('failure' in page) return page;
    for (const id of page.memberIds) memberIds.add(id);
    after = page.next;
    if (after === null || memberIds.size >= MAX_MEMBERS)
      return { version: page.version, memberIds: [...memberIds] };
  }
}

type PageOfTeam = (Everybody & { readonly next: string | null }) | { readonly failure: Failure };

async function pageOf(client: Client, teamId: string, after: string | null): Promise<PageOfTeam> {
  const { data, error } = await client
    .query(TeamMembersDocument, { id: teamId, after }, { requestPolicy: 'network-only' })
    .toPromise();
  if (error !== undefined) return { failure: toFailure(error) };
  const team = data?.node;
  if (team?.__typename !== 'Team') return { failure: GONE };
  const { edges, pageInfo } = team.members;
  return {
    version: team.version,
    memberIds: edges.map(({ node }) => node.id),
    next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
  };
}

const GONE: Failure = {
  code: 'NOT_FOUND',
  message: says.message,
  fields: {},
  requestId: null,
};
