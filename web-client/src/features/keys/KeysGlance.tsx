import type { ApiKeysQuery, KeyRowFragment } from '@/api/generated/keys';
import { atLeast, count } from '@/format/number';
import { DAY_MS } from '@/format/units';
import { endsSoon, isLive } from '@/parts/key';
import { useNow } from '@/parts/now';
import { Status } from '@/parts/Status';
import { Strip } from '@/parts/Strip';
import { When } from '@/parts/When';
import { words } from './words';

const says = words.glance;

export const FIGURE_LABELS = [says.inForce, says.unused, says.endSoon, says.withoutEnd];

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
  const unusedDays = Math.round(unusedAfterMs / DAY_MS);
  const now = useNow();
  const live = keys.filter((key) => isLive(key, now));
  const next = keys.find((key) => endsSoon(key, now) && key.expiresAt === counts.nextEnd);
  return (
    <Strip
      figures={[
        {
          label: says.inForce,
          value: count(counts.inForce),
          ...(isWhole
            ? {
                unit: says.made(atLeast(keys.length, more)),
                context: [
                  says.ended(
                    atLeast(keys.length - live.length, more),
                    keys.length - live.length === 1 && !more,
                  ),
                ],
              }
            : { context: [says.counted] }),
        },
        {
          label: says.unused,
          value: count(counts.unused),
          context: [
            counts.unused === 0 ? (
              says.allUsed(unusedDays)
            ) : (
              <Status tone="warn" icon="warn">
                {says.unusedFor(unusedDays)}
              </Status>
            ),
          ],
        },
        {
          label: says.endSoon,
          value: count(counts.endingSoon),
          context: [
            counts.endingSoon === 0 || counts.nextEnd === null ? (
              says.none
            ) : (
              <Status tone="warn" icon="warn">
                <span className="cut" title={next?.name}>
                  {next?.name ?? says.first} <When at={counts.nextEnd} />
                </span>
              </Status>
            ),
          ],
        },
        {
          label: says.withoutEnd,
          value: count(counts.withoutEnd),
          context: [says.lasts],
        },
      ]}
    />
  );
}
