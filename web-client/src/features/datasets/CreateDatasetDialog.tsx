import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQuery } from 'urql';
import { toFailure } from '@/api/failure';
import { DatasetProjectsDocument } from '@/api/generated/datasets';
import { Dialog } from '@/parts/Dialog';
import { FieldError, FormFailure } from '@/parts/form';
import styles from './datasets.module.css';
import { useCreateDataset } from './use-create-dataset';

interface CreateDatasetDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onCreated: (projectId: string, id: string) => void;
}

export function CreateDatasetDialog({ opened, onClose, onCreated }: CreateDatasetDialogProps) {
  return (
    <Dialog title="Create data set" opened={opened} onClose={onClose}>
      <CreateDatasetForm onClose={onClose} onCreated={onCreated} />
    </Dialog>
  );
}

function CreateDatasetForm({ onClose, onCreated }: Omit<CreateDatasetDialogProps, 'opened'>) {
  const [{ data, error }] = useQuery({ query: DatasetProjectsDocument });
  const { values, set, errors, failure, sending, send } = useCreateDataset(onCreated);
  const projects = data?.projects.edges.map(({ node }) => ({ value: node.id, label: node.name }));
  const projectId = values.projectId === '' ? (projects?.[0]?.value ?? '') : values.projectId;
  const unreadable = error === undefined ? null : toFailure(error);
  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void send(projectId);
      }}
    >
      <div className={styles.fields}>
        <NativeSelect
          label="Project"
          required
          data={projects ?? []}
          value={projectId}
          disabled={projects === undefined}
          onChange={(event) => set({ projectId: event.currentTarget.value })}
          error={errors.projectId !== undefined && <FieldError>{errors.projectId}</FieldError>}
        />
        <TextInput
          label="Name"
          required
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          value={values.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          error={errors.name !== undefined && <FieldError>{errors.name}</FieldError>}
        />
        <Textarea
          label="Description"
          rows={3}
          value={values.description}
          onChange={(event) => set({ description: event.currentTarget.value })}
          error={errors.description !== undefined && <FieldError>{errors.description}</FieldError>}
        />
        {unreadable !== null && <FormFailure what="Could not load projects" failure={unreadable} />}
        {failure !== null && <FormFailure what="Could not create the data set" failure={failure} />}
      </div>
      <footer className={styles.footer}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={sending}>
          Create data set
        </Button>
      </footer>
    </form>
  );
}
