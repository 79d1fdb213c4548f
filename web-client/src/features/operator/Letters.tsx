import { Button } from '@mantine/core';
import { ReplayTenantDeadLetterDocument, type OperatedLetterFragment } from '@/api/generated/operator';
import { useChange } from '@/api/use-change';
import { FormFailure } from '@/parts/form';
import { Panel, PanelBody } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import { Status } from '@/parts/Status';
import table from '@/parts/table.module.css';
import { When } from '@/parts/When';
import styles from './operator.module.css';
import { words } from './words';

const says = words.letters;

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
    <Panel title={says.title} note={says.note}>
      {letters.length === 0 ? (
        <Empty title={says.none}>
          <p>{says.noneText}</p>
        </Empty>
      ) : (
        <div className={styles.scroll}>
          <table className={table.table}>
            <caption className="sr">{says.title}</caption>
            <thead>
              <tr>
                <th scope="col">{says.event}</th>
                <th scope="col">{says.why}</th>
                <th scope="col" data-figures>
                  {says.failed}
                </th>
                <th scope="col">{says.retry}</th>
              </tr>
            </thead>
            <tbody>
              {letters.map((letter) => (
                <tr key={letter.id}>
                  <td data-name>
                    {letter.event}
                    <span className={styles.under}>{says.by(letter.handler, letter.attempts)}</span>
                  </td>
                  <td className={styles.why}>
                    {letter.failure ?? <span className="t3">{says.unknown}</span>}
                  </td>
                  <td data-figures>
                    <When at={letter.diedAt} />
                  </td>
                  <td tabIndex={-1} className={styles.outcome}>
                    {letter.replayedAt === null ? (
                      <Button
                        variant="default"
                        aria-label={says.replayOf(letter.event, letter.handler)}
                        disabled={replay.sending}
                        onClick={({ currentTarget }) => void send(letter.id, currentTarget)}
                      >
                        {says.replay}
                      </Button>
                    ) : (
                      <Status tone="ok" icon="ok">
                        <span>
                          {says.sent} <When at={letter.replayedAt} />
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
          {replay.failure !== null && <FormFailure what={says.notReplayed} failure={replay.failure} />}
          {more !== null && (
            <Button variant="default" loading={more.loading} onClick={more.load}>
              {says.more}
            </Button>
          )}
        </PanelBody>
      )}
    </Panel>
  );
}
