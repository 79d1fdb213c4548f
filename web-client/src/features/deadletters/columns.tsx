import { Button } from '@mantine/core';
import type { DeadLetterRowFragment } from '@/api/generated/deadletters';
import { count, counted } from '@/format/number';
import type { Column } from '@/parts/data-table';
import { Status } from '@/parts/Status';
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
        <>
          <span className={`cut ${styles.line ?? ''}`} title={event}>
            {event}
          </span>
          <span className={`cut ${styles.under ?? ''}`} title={handler}>
            {handler}
            <span className="only-narrow">, {counted(attempts, 'attempt', 'attempts')}</span>
          </span>
        </>
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
    {
      id: 'happened',
      header: 'Happened',
      figures: true,
      p2: true,
      width: 112,
      value: ({ happenedAt }) => happenedAt,
      cell: ({ happenedAt }) => <When at={happenedAt} />,
    },
    {
      id: 'died',
      header: 'Failed',
      figures: true,
      width: 104,
      value: ({ diedAt }) => diedAt,
      cell: ({ diedAt }) => <When at={diedAt} />,
    },
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
  if (onReplay !== null) {
    columns.push({
      id: 'replay',
      header: 'Replay',
      figures: true,
      actions: true,
      width: 96,
      value: () => null,
      cell: (letter) =>
        letter.replayedAt === null ? (
          <Button
            variant="default"
            aria-label={`Replay ${letter.event} for ${letter.handler}`}
            onClick={() => onReplay(letter)}
          >
            Replay
          </Button>
        ) : (
          ''
        ),
    });
  }
  return columns;
}
