import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useWatch } from 'react-hook-form';
import { useQuery } from 'urql';
import { toFailure } from '@/api/failure';
import { DatasetProjectsDocument } from '@/api/generated/datasets';
import { Dialog } from '@/parts/Dialog';
import { FormFailure } from '@/parts/form';
import { needed } from '@/parts/use-request-form';
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
  const projects = data?.projects.edges.map(({ node }) => ({ value: node.id, label: node.name }));
  const firstId = projects?.[0]?.value ?? '';
  const { field, form, failure, sending, submit } = useCreateDataset(firstId, onCreated);
  const chosen = useWatch({ control: form.control, name: 'projectId' });
  const unreadable = error === undefined ? null : toFailure(error);
  return (
    <form noValidate className={styles.form} onSubmit={submit}>
      <div className={styles.fields}>
        <NativeSelect
          label="Project"
          required
          data={projects ?? []}
          disabled={projects === undefined}
          {...field('projectId', {
            validate: (id) => id !== '' || firstId !== '' || 'A data set belongs to a project',
          })}
          value={chosen === '' ? firstId : chosen}
        />
        <TextInput
          label="Name"
          required
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          {...field('name', needed('A data set needs a name'))}
        />
        <Textarea label="Description" rows={3} {...field('description')} />
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
