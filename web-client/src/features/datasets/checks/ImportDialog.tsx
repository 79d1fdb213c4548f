import { Button, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { ImportExpectationsDocument } from '@/api/generated/datasets';
import { useChange } from '@/api/use-change';
import { counted } from '@/format/number';
import { Dialog } from '@/parts/Dialog';
import { FieldError, FormFailure } from '@/parts/form';
import { Icon } from '@/parts/Icon';
import { Status } from '@/parts/Status';
import styles from './checks.module.css';
import { placed } from './draft';
import { sentence } from './sentences';
import { suiteIn, type Imported } from './import';

interface ImportDialogProps {
  readonly opened: boolean;
  readonly datasetId: string;
  /** The number of the suite in force; 0 where there is none. */
  readonly current: number;
  readonly onClose: () => void;
  /** Another suite is in force than was thought. */
  readonly onStale: () => void;
  readonly onDone: (number: number) => void;
}

/** Puts a suite of Great Expectations in force, from its JSON. */
export function ImportDialog({ opened, onClose, ...props }: ImportDialogProps) {
  return (
    <Dialog title="Import a suite" opened={opened} onClose={onClose} wide>
      <Form onClose={onClose} {...props} />
    </Dialog>
  );
}

function Form({ datasetId, current, onClose, onStale, onDone }: Omit<ImportDialogProps, 'opened'>) {
  const file = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [isTried, setTried] = useState(false);
  const { send, sending, failure, reset } = useChange(ImportExpectationsDocument);
  const suite = suiteIn(text);
  const refused = placed(failure?.places ?? {});
  const isWrong = isTried && 'problem' in suite;

  function change(next: string) {
    setText(next);
    setTried(false);
    reset();
  }

  async function put() {
    setTried(true);
    if ('problem' in suite) return;
    const done = await send({ input: { datasetId, expectedVersion: current, suite: suite.json } });
    if (done !== null) onDone(done.importExpectations.number);
    else onStale();
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void put();
      }}
    >
      <div className={styles.fields}>
        <Textarea
          label="Suite of Great Expectations"
          description="Its JSON, with its expectations: as 1.x writes it, or those before"
          required
          data-autofocus
          rows={8}
          spellCheck={false}
          className={styles.lines ?? ''}
          value={text}
          onChange={(event) => change(event.currentTarget.value)}
          error={isWrong && <FieldError>{suite.problem}</FieldError>}
        />
        <div className={styles.acts}>
          <input
            ref={file}
            type="file"
            className="sr"
            tabIndex={-1}
            accept="application/json,.json"
            aria-label="File of a suite"
            onChange={(event) => {
              const [chosen] = event.currentTarget.files ?? [];
              event.currentTarget.value = '';
              if (chosen !== undefined) void chosen.text().then(change);
            }}
          />
          <Button
            variant="default"
            leftSection={<Icon name="folder" size={14} />}
            onClick={() => file.current?.click()}
          >
            Choose a file
          </Button>
        </div>
        {'rows' in suite && <Rows rows={suite.rows} refused={refused} />}
        {failure !== null && refused.size === 0 && (
          <FormFailure
            what={
              failure.code === 'CONFLICT'
                ? `Another suite is in force meanwhile; import once more to put this one in its place`
                : 'Could not import the suite'
            }
            failure={failure}
          />
        )}
        {refused.size > 0 && (
          <p className="sr" role="alert">
            Nothing was imported: {[...refused.values()].flatMap((one) => Object.values(one)).join('. ')}
          </p>
        )}
        <p className="t2 f12">
          {current === 0 ? 'Versions' : `It takes the place of suite ${current}: versions`} sealed from now on
          are checked by it.
        </p>
      </div>
      <div className={styles.dialogFooter}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={sending}>
          Put suite {current + 1} in force
        </Button>
      </div>
    </form>
  );
}

interface RowsProps {
  readonly rows: readonly Imported[];
  readonly refused: ReturnType<typeof placed>;
}

function Rows({ rows, refused }: RowsProps) {
  return (
    <>
      <p className="t3 f12">{counted(rows.length, 'check', 'checks')} in it</p>
      <ol className={styles.sentences} aria-label="Checks of the file">
        {rows.map((row, index) => (
          <li key={index}>
            <span className="num t3">{index + 1}</span>
            <span>
              <span className={styles.said}>{sentence(row)}</span>
              <span className={styles.name}>{row.name}</span>
              {refused.has(index) && (
                <Status tone="bad" icon="bad">
                  {Object.values(refused.get(index) ?? {}).join('. ')}
                </Status>
              )}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}
