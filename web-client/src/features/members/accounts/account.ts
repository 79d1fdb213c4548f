import type { AccountRowFragment } from '@/api/generated/members';

type Key = NonNullable<AccountRowFragment['keys']>[number];

/** Those that are not revoked; none where the person may not see keys. */
export function liveKeysOf({ keys }: AccountRowFragment): readonly Key[] {
  return keys?.filter(({ revokedAt }) => revokedAt === null) ?? [];
}

/** When one of its keys was last used; null for never. */
export function lastUsedOf({ keys }: AccountRowFragment): string | null {
  return (keys ?? []).reduce<string | null>(
    (last, { lastUsedAt }) =>
      lastUsedAt !== null && (last === null || lastUsedAt > last) ? lastUsedAt : last,
    null,
  );
}
