import type { DeadLetterRowFragment } from '@/api/generated/deadletters';
import { count, counted } from '@/format/number';
import type { Column } from '@/parts/data-table';
import { Status } from '@/parts/Status';
import { menuColumn, whenColumn } from '@/parts/table-columns';
import { TwoLines } from '@/parts/TwoLines';
import { When } from '@/parts/When';
import styles from './deadletters.module.css';

/** @param onReplay null: the person may look only */
export function columnsOf(
  onReplay: ((letter: DeadLetterRowFragment) => void) | null,
): Column<DeadLetterRowFragment>[] {
  const columns: Column<DeadLetterRowFragment>[] = [
    {
      id: 'event',
      header: 'Event',
      name: true,
      width: 220,
      value: ({ event, handler }) => `${event} ${handler}`,
      cell: ({ event, handler, attempts }) => (
        <TwoLines
          under={
            <>
              {handler}
              <span className="only-narrow">, {counted(attempts, 'attempt', 'attempts')}</span>
            </>
          }
          underTitle={handler}
        >
          <span className="cut" title={event}>
            {event}
          </span>
        </TwoLines>
      ),
    },
    {
      id: 'failure',
      header: 'Why the last attempt failed',
      p2: true,
      value: ({ failure }) => failure,
      cell: ({ failure }) =>
        failure === null ? (
          <span className="t3">not told</span>
        ) : (
          <span className={styles.failure} title={failure}>
            {failure}
          </span>
        ),
    },
    {
      id: 'attempts',
      header: 'Attempts',
      figures: true,
      p2: true,
      width: 88,
      value: ({ attempts }) => attempts,
      cell: ({ attempts }) => count(attempts),
    },
    whenColumn('happened', 'Happened', ({ happenedAt }) => happenedAt, { width: 112 }),
    whenColumn('died', 'Failed', ({ diedAt }) => diedAt, { p2: false }),
    {
      id: 'replayed',
      header: 'Another try',
      width: 152,
      p2: onReplay !== null,
      value: ({ replayedAt }) => replayedAt,
      cell: ({ replayedAt }) =>
        replayedAt === null ? (
          <Status tone="warn" icon="warn">
            Waits
          </Status>
        ) : (
          <Status tone="ok" icon="ok">
            <span>
              Sent <When at={replayedAt} />
            </span>
          </Status>
        ),
    },
  ];
  if (onReplay === null) return columns;
  return [
    ...columns,
    menuColumn(
      ({ event, handler }) => `${event} for ${handler}`,
      (letter) => [letter.replayedAt === null && { label: 'Replay…', run: () => onReplay(letter) }],
    ),
  ];
}
