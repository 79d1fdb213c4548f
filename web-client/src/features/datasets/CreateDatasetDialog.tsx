import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useWatch } from 'react-hook-form';
import { useProjectChoices } from '@/api/project-names';
import { Dialog } from '@/parts/Dialog';
import { FormFailure } from '@/parts/form';
import { MoreChoices } from '@/parts/MoreChoices';
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
  const { projects, more, failure: unreadable } = useProjectChoices('asked');
  const firstId = projects?.[0]?.id ?? '';
  const { field, form, failure, sending, submit } = useCreateDataset(firstId, onCreated);
  const chosen = useWatch({ control: form.control, name: 'projectId' });
  return (
    <form noValidate className={styles.form} onSubmit={submit}>
      <div className={styles.fields}>
        <NativeSelect
          label="Project"
          required
          data={(projects ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          disabled={projects === undefined}
          {...field('projectId', {
            validate: (id) => id !== '' || firstId !== '' || 'A data set belongs to a project',
          })}
          value={chosen === '' ? firstId : chosen}
        />
        <MoreChoices loaded={projects?.length ?? 0} noun="projects" more={more} />
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
        <Button type="submit" loading={sending} disabled={projects === undefined}>
          Create data set
        </Button>
      </footer>
    </form>
  );
}
