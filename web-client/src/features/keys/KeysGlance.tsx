import type { ApiKeysQuery, KeyRowFragment } from '@/api/generated/keys';
import { count } from '@/format/number';
import { endsSoon, isLive } from '@/parts/key';
import { useNow } from '@/parts/now';
import { Status } from '@/parts/Status';
import { Strip } from '@/parts/Strip';
import { When } from '@/parts/When';

export const FIGURE_LABELS = ['Keys in force', 'Unused', 'End within 14 days', 'Without an end'];

interface KeysGlanceProps {
  /** Those that are loaded. */
  readonly keys: readonly KeyRowFragment[];
  /** Of all keys. */
  readonly counts: ApiKeysQuery['tenant']['apiKeyCounts'];
  /** Whether they are of the list of all keys, not only of some. */
  readonly isWhole: boolean;
  /** Whether older ones are not among them yet. */
  readonly more: boolean;
  readonly unusedAfterMs: number;
}

/** How many may call, which of them nobody needs, and which will be missed soon. */
export function KeysGlance({ keys, counts, isWhole, more, unusedAfterMs }: KeysGlanceProps) {
  const unusedDays = Math.round(unusedAfterMs / 86_400_000);
  const now = useNow();
  const live = keys.filter((key) => isLive(key, now));
  const next = keys.find((key) => endsSoon(key, now) && key.expiresAt === counts.nextEnd);
  const orMore = more ? '+' : '';
  return (
    <Strip
      figures={[
        {
          label: 'Keys in force',
          value: count(counts.inForce),
          ...(isWhole
            ? {
                unit: `of ${count(keys.length)}${orMore} made`,
                context: [
                  `${count(keys.length - live.length)}${orMore} ${keys.length - live.length === 1 && !more ? 'has' : 'have'} ended`,
                ],
              }
            : { context: ['neither revoked nor past their end'] }),
        },
        {
          label: 'Unused',
          value: count(counts.unused),
          context: [
            counts.unused === 0 ? (
              `all were used within ${unusedDays} days, or are new`
            ) : (
              <Status tone="warn" icon="warn">
                for {unusedDays} days or longer
              </Status>
            ),
          ],
        },
        {
          label: 'End within 14 days',
          value: count(counts.endingSoon),
          context: [
            counts.endingSoon === 0 || counts.nextEnd === null ? (
              'none'
            ) : (
              <Status tone="warn" icon="warn">
                <span className="cut" title={next?.name}>
                  {next?.name ?? 'the first'} <When at={counts.nextEnd} />
                </span>
              </Status>
            ),
          ],
        },
        {
          label: 'Without an end',
          value: count(counts.withoutEnd),
          context: ['they last until somebody revokes them'],
        },
      ]}
    />
  );
}
