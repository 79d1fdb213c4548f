import type { ReplicaBucket } from '../generated/schema';
import { DAY, HOUR, iso, MINUTE } from './clock';
import type { EndpointRow } from './endpoints';
import { replicasOf } from './serving';
import type { World } from './world';

interface Span {
  /** In milliseconds since 1970. */
  readonly readyAt: number;
  /** Null for those that take requests still. */
  readonly endedAt: number | null;
}

/** Buckets of a period that had begun: those that are there now, and what the days of an endpoint were like. */
export function replicaHistoryOf(
  world: World,
  endpoint: EndpointRow,
  { from, to }: { readonly from: string; readonly to: string },
  buckets: number,
): ReplicaBucket[] {
  const first = Date.parse(from);
  const size = (Date.parse(to) - first) / buckets;
  const spans = spansOf(world, endpoint);
  const begun = Math.min(buckets, Math.ceil((world.now() - first) / size));
  return Array.from({ length: begun }, (_, index): ReplicaBucket => {
    const begin = first + index * size;
    const end = begin + size;
    const within = (at: number | null) => at !== null && at >= begin && at < end;
    return {
      at: iso(begin),
      ready: spans.filter(({ readyAt, endedAt }) => readyAt < end && (endedAt === null || endedAt >= end))
        .length,
      started: spans.filter(({ readyAt }) => within(readyAt)).length,
      ended: spans.filter(({ endedAt }) => within(endedAt)).length,
    };
  });
}

function spansOf(world: World, endpoint: EndpointRow): Span[] {
  const now = world.now();
  const revisions = world.revisions.filter(({ endpointId }) => endpointId === endpoint.id);
  const there = revisions
    .flatMap((revision) => replicasOf(world, revision))
    .flatMap(({ readyAt }): Span[] =>
      readyAt == null ? [] : [{ readyAt: Date.parse(readyAt), endedAt: null }],
    );
  if (there.length < 3) return there;
  // What served before the oldest of these, until it had taken over.
  const oldest = Math.min(...there.map(({ readyAt }) => readyAt));
  const before = Array.from({ length: Math.ceil(there.length / 2) }, (): Span => ({
    readyAt: Date.parse(endpoint.createdAt),
    endedAt: oldest + 5 * MINUTE,
  }));
  const ofDays = [1, 2, 3, 4, 5, 6].map((days): Span => ({
    readyAt: now - days * DAY - 3 * HOUR,
    endedAt: now - days * DAY + 5 * HOUR,
  }));
  return [...there, ...before, ...ofDays, { readyAt: now - 51 * MINUTE, endedAt: now - 9 * MINUTE }];
}
