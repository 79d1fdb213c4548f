import type { KeyRowFragment } from '@/api/generated/keys';
import { count, counted } from '@/format/number';
import { useNow } from '@/parts/now';
import { Status } from '@/parts/Status';
import { Strip } from '@/parts/Strip';
import { When } from '@/parts/When';
import { endsSoon, isLive, isUnused } from './key';

export const FIGURE_LABELS = ['Keys in force', 'Unused', 'End within 14 days', 'Without an end'];

interface KeysGlanceProps {
  readonly keys: readonly KeyRowFragment[];
  readonly unusedAfterMs: number;
}

/** How many may call, which of them nobody needs, and which will be missed soon. */
export function KeysGlance({ keys, unusedAfterMs }: KeysGlanceProps) {
  const unusedDays = Math.round(unusedAfterMs / 86_400_000);
  const now = useNow();
  const live = keys.filter((key) => isLive(key, now));
  const unused = keys.filter((key) => isUnused(key, now, unusedAfterMs));
  const ending = keys
    .filter((key) => endsSoon(key, now))
    .sort((a, b) => String(a.expiresAt).localeCompare(String(b.expiresAt)));
  const endless = live.filter(({ expiresAt }) => expiresAt == null);
  const next = ending[0];
  return (
    <Strip
      figures={[
        {
          label: 'Keys in force',
          value: count(live.length),
          unit: `of ${count(keys.length)} made`,
          context: [`${counted(keys.length - live.length, 'has', 'have')} ended`],
        },
        {
          label: 'Unused',
          value: count(unused.length),
          context: [
            unused.length === 0 ? (
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
          value: count(ending.length),
          context: [
            next?.expiresAt == null ? (
              'none'
            ) : (
              <Status tone="warn" icon="warn">
                <span className="cut" title={next.name}>
                  {next.name} <When at={next.expiresAt} />
                </span>
              </Status>
            ),
          ],
        },
        {
          label: 'Without an end',
          value: count(endless.length),
          context: ['they last until somebody revokes them'],
        },
      ]}
    />
  );
}
