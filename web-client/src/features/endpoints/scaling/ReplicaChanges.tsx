import { moment } from '@/format/period';
import { exactUtc } from '@/format/time';
import type { OverTime } from '@/features/endpoints/use-over-time';
import { useNow } from '@/parts/now';
import { changesOf } from './replicas';
import styles from './scaling.module.css';
import { words } from './words';

/** So many stand beside the chart. */
const SHOWN = 5;

interface ReplicaChangesProps {
  readonly buckets: OverTime['replicaHistory'];
  readonly period: string;
}

/** The newest of a period. */
export function ReplicaChanges({ buckets, period }: ReplicaChangesProps) {
  const now = useNow();
  const changes = changesOf(buckets).reverse();
  const earlier = changes.length - SHOWN;
  if (changes.length === 0) return <p className={styles.none}>{words.noChange(period)}</p>;
  return (
    <div>
      <ol className={styles.changes} aria-label={words.changes}>
        {changes.slice(0, SHOWN).map(({ at, before, after, started, ended }) => (
          <li key={at}>
            <time dateTime={at} title={exactUtc(at)} className="num">
              {moment(Date.parse(at), now)}
            </time>
            <b className="med">{words.change(before, after)}</b>
            <span className={styles.what}>
              {[started > 0 && words.started(started), ended > 0 && words.ended(ended)]
                .filter((one) => one !== false)
                .join(', ')}
            </span>
          </li>
        ))}
      </ol>
      {earlier > 0 && <p className={styles.none}>{words.earlier(earlier)}</p>}
    </div>
  );
}
