import { Button, Textarea } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import type { DatasetVersionRowFragment } from '@/api/generated/datasets';
import type { DatasetView } from '@/features/datasets/use-dataset';
import { isReadable, isValidated } from '@/parts/data-gate';
import { Dialog } from '@/parts/Dialog';
import { FieldError, FormFailure } from '@/parts/form';
import { CapacityFields } from './CapacityFields';
import { SourceFields } from './SourceFields';
import { tableName, USUAL } from './transform-values';
import styles from './transform.module.css';
import { useTransform } from './use-transform';
import { useVersionChoices, type VersionChoice } from './use-version-choices';

interface TransformDialogProps {
  readonly view: DatasetView;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** With the version that is MAKING now, or with one that the same made before. */
  readonly onMade: (version: DatasetVersionRowFragment) => void;
}

/** Makes the data set's next version of others by a SELECT. */
export function TransformDialog({ view, opened, onClose, onMade }: TransformDialogProps) {
  return (
    <Dialog title="New version by SQL" opened={opened} onClose={onClose} wide>
      <Form view={view} onClose={onClose} onMade={onMade} />
    </Dialog>
  );
}

function Form({ view, onClose, onMade }: Omit<TransformDialogProps, 'opened'>) {
  const { projectId, dataset } = view;
  const [newest] = useState(() => newestReadable(view));
  const input = { name: tableName(dataset.name, []), versionId: newest?.value ?? '' };
  const form = useTransform(dataset.id, { sql: '', inputs: [input], requires: 'SEALED', ...USUAL }, onMade);
  const choices = useVersionChoices(projectId);
  const { values, set, errors, failure } = form;

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void form.send();
  }

  return (
    <form
      noValidate
      className={styles.form}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void form.send();
      }}
    >
      <div className={styles.fields}>
        <Textarea
          label="Statement"
          description="One SELECT in DuckDB's SQL; it reads the data below and nothing else. What it selects becomes the version"
          required
          data-autofocus
          rows={9}
          spellCheck={false}
          autoCapitalize="off"
          className={styles.statement}
          placeholder={`SELECT *\nFROM ${values.inputs[0]?.name ?? ''}`}
          value={values.sql}
          onChange={(event) => set({ sql: event.currentTarget.value })}
          error={errors.sql !== undefined && <FieldError>{errors.sql}</FieldError>}
        />
        <SourceFields form={form} choices={choices} given={newest} />
        <CapacityFields form={form} />
        {failure !== null && <FormFailure what="Could not make the version" failure={failure} />}
        {Object.keys(errors).length > 0 && (
          <p className="sr" role="alert">
            Nothing was made: {Object.values(errors).join('. ')}
          </p>
        )}
      </div>
      <footer className={styles.footer}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" aria-keyshortcuts="Control+Enter" loading={form.sending}>
          Make version
        </Button>
      </footer>
    </form>
  );
}

function newestReadable({ dataset, versions }: DatasetView): VersionChoice | null {
  const newest = versions.find(isReadable);
  if (newest === undefined) return null;
  return {
    value: newest.id,
    label: `${dataset.name} v${newest.number}`,
    dataset: dataset.name,
    isValidated: isValidated(newest),
  };
}
