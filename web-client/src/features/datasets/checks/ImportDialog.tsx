import { Button, Textarea } from '@mantine/core';
import { useRef } from 'react';
import { ImportExpectationsDocument } from '@/api/generated/datasets';
import { FormDialog, useForm } from '@/parts/form';
import { Icon } from '@/parts/Icon';
import { Status } from '@/parts/Status';
import styles from './checks.module.css';
import { placed } from './draft';
import { suiteIn, type Imported } from './import';
import { sentence } from './sentences';
import { words } from './words';

const says = words.importDialog;

interface ImportDialogProps {
  readonly datasetId: string;
  /** The number of the suite in force; 0 where there is none. */
  readonly current: number;
  readonly onClose: () => void;
  /** Another suite is in force than was thought. */
  readonly onStale: () => void;
  readonly onDone: (number: number) => void;
}

/** Puts a suite of Great Expectations in force, from its JSON. */
export function ImportDialog({ datasetId, current, onClose, onStale, onDone }: ImportDialogProps) {
  const file = useRef<HTMLInputElement>(null);
  const form = useForm<{ readonly text: string }, { readonly version: number }>({
    // A suite has a number in place of a version.
    of: { version: current },
    values: () => ({ text: '' }),
    check: ({ text }) => {
      const read = suiteIn(text);
      return 'problem' in read ? { text: read.problem } : {};
    },
    send: async ({ text }, { ask, of }) => {
      const read = suiteIn(text);
      if ('problem' in read) return;
      const input = { datasetId, expectedVersion: of.version, suite: read.json };
      const { importExpectations } = await ask(ImportExpectationsDocument, { input });
      onDone(importExpectations.number);
    },
    onRefused: onStale,
  });
  const suite = suiteIn(form.values.text);
  const refused = placed(form.refused?.places ?? {});
  return (
    <FormDialog
      title={says.title}
      verb={says.verb(current + 1)}
      what={says.what}
      wide
      form={refused.size > 0 ? { ...form, failure: null } : form}
      onClose={onClose}
      overwrite={null}
      changed={<b className="med">{says.anotherSuite}</b>}
    >
      <Textarea
        label={says.label}
        description={says.hint}
        required
        rows={8}
        spellCheck={false}
        className={styles.lines ?? ''}
        {...form.text('text')}
      />
      <div>
        <input
          ref={file}
          type="file"
          className="sr"
          tabIndex={-1}
          accept="application/json,.json"
          aria-label={says.fileOfASuite}
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            event.currentTarget.value = '';
            if (chosen !== undefined) void chosen.text().then((text) => form.set({ text }));
          }}
        />
        <Button
          variant="default"
          leftSection={<Icon name="folder" size={14} />}
          onClick={() => file.current?.click()}
        >
          {says.chooseAFile}
        </Button>
      </div>
      {'rows' in suite && <Rows rows={suite.rows} refused={refused} />}
      {refused.size > 0 && (
        <p className="sr" role="alert">
          {says.nothingWasImported([...refused.values()].flatMap((one) => Object.values(one)).join('. '))}
        </p>
      )}
      <p className="t2 f12">{says.sealedFromNow(current === 0 ? 'Versions' : says.takesThePlace(current))}</p>
    </FormDialog>
  );
}

interface RowsProps {
  readonly rows: readonly Imported[];
  readonly refused: ReturnType<typeof placed>;
}

function Rows({ rows, refused }: RowsProps) {
  return (
    <>
      <p className="t3 f12">{says.in(rows.length)}</p>
      <ol className={styles.sentences} aria-label={says.checksOfTheFile}>
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
