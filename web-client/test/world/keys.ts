import type { ApiKeyFilter, ApiKeyOrder, KeyPoints } from '../generated/schema';
import { DAY, HOUR, iso } from './clock';
import type { ApiKeyRow } from './organisation';
import type { World } from './world';

/** By the keys' names. */
const WEEKS: Readonly<Record<string, KeyPoints>> = {
  'ci-train': { points: 54_600_000, calls: 1_386, share: 0.24 },
  dashboards: { points: 8_100_000, calls: 318, share: 0.04 },
};

/** What the key took in seven days. */
export function weekOf({ name }: ApiKeyRow): KeyPoints {
  return WEEKS[name] ?? { points: 0, calls: 0, share: 0 };
}

function endOf({ expiresAt }: ApiKeyRow): number {
  return expiresAt === null ? Infinity : Date.parse(expiresAt);
}

/** As the platform lists them; the policy of the reference's worlds is told in hours. */
export function listed(
  world: World,
  filter: ApiKeyFilter | null | undefined,
  orderBy: ApiKeyOrder | null | undefined,
): ApiKeyRow[] {
  const { apiKeys, keyPolicy } = world;
  const now = world.now();
  const unusedMs = Number(/^PT(\d+)H$/.exec(keyPolicy.unusedAfter)?.[1]) * HOUR;
  const isLive = (key: ApiKeyRow) => key.revokedAt === null && endOf(key) > now;
  const tests: Record<ApiKeyFilter, (key: ApiKeyRow) => boolean> = {
    IN_FORCE: isLive,
    UNUSED: (key) => isLive(key) && now - Date.parse(key.lastUsedAt ?? key.createdAt) >= unusedMs,
    ENDING_SOON: (key) => isLive(key) && endOf(key) < now + 14 * DAY,
    LEFT_BEHIND: (key) =>
      isLive(key) &&
      key.serviceAccountId !== null &&
      !world.members.some(({ person }) => person.name.toLowerCase() === key.createdBy.label),
    ENDED: (key) => !isLive(key),
  };
  const rows = filter == null ? [...apiKeys] : apiKeys.filter(tests[filter]);
  return orderBy === 'POINTS' ? rows.sort((one, other) => weekOf(other).points - weekOf(one).points) : rows;
}

/** How many each of the lists has. */
export function keyCounts(world: World) {
  const live = listed(world, 'IN_FORCE', null);
  const next = Math.min(...live.map(endOf));
  return {
    inForce: live.length,
    unused: listed(world, 'UNUSED', null).length,
    endingSoon: listed(world, 'ENDING_SOON', null).length,
    withoutEnd: live.filter(({ expiresAt }) => expiresAt === null).length,
    nextEnd: Number.isFinite(next) ? iso(next) : null,
  };
}
