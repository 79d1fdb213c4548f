import type { DeadLetterRowFragment } from '@/api/generated/deadletters';
import { count } from '@/format/number';
import type { Column } from '@/parts/data-table';
import { Status } from '@/parts/Status';
import { menuColumn, whenColumn } from '@/parts/table-columns';
import { TwoLines } from '@/parts/TwoLines';
import { When } from '@/parts/When';
import styles from './deadletters.module.css';
import { words } from './words';

const says = words.columns;

/** @param onReplay null: the person may look only */
export function columnsOf(
  onReplay: ((letter: DeadLetterRowFragment) => void) | null,
): Column<DeadLetterRowFragment>[] {
  const columns: Column<DeadLetterRowFragment>[] = [
    {
      id: 'event',
      header: says.event,
      name: true,
      width: 220,
      value: ({ event, handler }) => `${event} ${handler}`,
      cell: ({ event, handler, attempts }) => (
        <TwoLines
          under={
            <>
              {handler}
              <span className="only-narrow">{says.attempts(attempts)}</span>
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
      header: says.why,
      p2: true,
      value: ({ failure }) => failure,
      cell: ({ failure }) =>
        failure === null ? (
          <span className="t3">{says.unknown}</span>
        ) : (
          <span className={styles.failure} title={failure}>
            {failure}
          </span>
        ),
    },
    {
      id: 'attempts',
      header: says.attemptsTitle,
      figures: true,
      p2: true,
      width: 88,
      value: ({ attempts }) => attempts,
      cell: ({ attempts }) => count(attempts),
    },
    whenColumn('happened', says.happened, ({ happenedAt }) => happenedAt, { width: 112 }),
    whenColumn('died', says.failed, ({ diedAt }) => diedAt, { p2: false, width: 92 }),
    {
      id: 'replayed',
      header: says.retry,
      width: 128,
      p2: onReplay !== null,
      value: ({ replayedAt }) => replayedAt,
      cell: ({ replayedAt }) =>
        replayedAt === null ? (
          <Status tone="warn" icon="warn">
            {says.waits}
          </Status>
        ) : (
          <Status tone="ok" icon="ok">
            <span>
              {says.sent} <When at={replayedAt} />
            </span>
          </Status>
        ),
    },
  ];
  if (onReplay === null) return columns;
  return [
    ...columns,
    menuColumn(
      ({ event, handler }) => says.rowOf(event, handler),
      (letter) => [letter.replayedAt === null && { label: says.replay, run: () => onReplay(letter) }],
    ),
  ];
}
