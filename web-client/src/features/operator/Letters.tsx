import { Button } from '@mantine/core';
import { ReplayTenantDeadLetterDocument, type OperatedLetterFragment } from '@/api/generated/operator';
import { useChange } from '@/api/use-change';
import { counted } from '@/format/number';
import { FormFailure } from '@/parts/form';
import { Panel, PanelBody } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import { Status } from '@/parts/Status';
import table from '@/parts/table.module.css';
import { When } from '@/parts/When';
import styles from './operator.module.css';

interface LettersProps {
  readonly tenantId: string;
  readonly letters: readonly OperatedLetterFragment[];
  readonly onChange: () => void;
  readonly more: { readonly load: () => void; readonly loading: boolean } | null;
}

/** Events of the organisation whose delivery failed after the last attempt. */
export function Letters({ tenantId, letters, onChange, more }: LettersProps) {
  const replay = useChange(ReplayTenantDeadLetterDocument);

  /** Afterwards the button is gone, and its cell says what became of it. */
  async function send(id: string, button: HTMLElement) {
    const cell = button.closest('td');
    const sent = await replay.send({ tenantId, id });
    if (sent !== null) cell?.focus();
    onChange();
  }

  return (
    <Panel title="Dead letters" note="events whose delivery failed after the last attempt">
      {letters.length === 0 ? (
        <Empty title="No dead letters">
          <p>Every event of this organisation reached those who act on it.</p>
        </Empty>
      ) : (
        <div className={styles.scroll}>
          <table className={table.table}>
            <caption className="sr">Dead letters</caption>
            <thead>
              <tr>
                <th scope="col">Event</th>
                <th scope="col">Why the last attempt failed</th>
                <th scope="col" data-figures>
                  Failed
                </th>
                <th scope="col">Another try</th>
              </tr>
            </thead>
            <tbody>
              {letters.map((letter) => (
                <tr key={letter.id}>
                  <td data-name>
                    {letter.event}
                    <span className={styles.under}>
                      {letter.handler}, {counted(letter.attempts, 'attempt', 'attempts')}
                    </span>
                  </td>
                  <td className={styles.why}>{letter.failure ?? <span className="t3">not told</span>}</td>
                  <td data-figures>
                    <When at={letter.diedAt} />
                  </td>
                  <td tabIndex={-1} className={styles.outcome}>
                    {letter.replayedAt === null ? (
                      <Button
                        variant="default"
                        aria-label={`Replay ${letter.event} to ${letter.handler}`}
                        disabled={replay.sending}
                        onClick={({ currentTarget }) => void send(letter.id, currentTarget)}
                      >
                        Replay
                      </Button>
                    ) : (
                      <Status tone="ok" icon="ok">
                        <span>
                          Sent <When at={letter.replayedAt} />
                        </span>
                      </Status>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {(more !== null || replay.failure !== null) && (
        <PanelBody>
          {replay.failure !== null && <FormFailure what="Could not replay it" failure={replay.failure} />}
          {more !== null && (
            <Button variant="default" loading={more.loading} onClick={more.load}>
              Load more
            </Button>
          )}
        </PanelBody>
      )}
    </Panel>
  );
}
