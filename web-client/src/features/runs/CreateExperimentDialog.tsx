import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useWatch } from 'react-hook-form';
import { useMutation, useQuery } from 'urql';
import { toFailure } from '@/api/failure';
import { CreateExperimentDocument, StartProjectsDocument } from '@/api/generated/runs';
import { Dialog } from '@/parts/Dialog';
import { FormFailure } from '@/parts/form';
import { needed, useRequestForm } from '@/parts/use-request-form';
import styles from './start/start.module.css';

interface Values {
  /** Empty: the first project of the list. */
  readonly projectId: string;
  readonly name: string;
}

const BLANK: Values = { projectId: '', name: '' };

interface CreateExperimentDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onCreated: (projectId: string, id: string) => void;
}

export function CreateExperimentDialog({ opened, onClose, onCreated }: CreateExperimentDialogProps) {
  return (
    <Dialog title="Create experiment" opened={opened} onClose={onClose}>
      <CreateExperimentForm onClose={onClose} onCreated={onCreated} />
    </Dialog>
  );
}

function CreateExperimentForm({ onClose, onCreated }: Omit<CreateExperimentDialogProps, 'opened'>) {
  const [{ data, error: unreadable }] = useQuery({ query: StartProjectsDocument });
  const [, create] = useMutation(CreateExperimentDocument);
  const projects = data?.projects.edges.map(({ node }) => ({ value: node.id, label: node.name })) ?? [];
  const firstId = projects[0]?.value ?? '';
  const { field, form, failure, sending, submit } = useRequestForm<Values>(BLANK, async (values, once) => {
    const projectId = values.projectId === '' ? firstId : values.projectId;
    const { data: made, error } = await create({ input: { projectId, name: values.name.trim() } }, once);
    if (error !== undefined) return toFailure(error);
    if (made !== undefined) onCreated(projectId, made.createExperiment.id);
    return null;
  });
  const chosen = useWatch({ control: form.control, name: 'projectId' });

  return (
    <form noValidate onSubmit={submit}>
      <div className={styles.fields}>
        <NativeSelect
          label="Project"
          required
          data={projects}
          {...field('projectId', {
            validate: (id) => id !== '' || firstId !== '' || 'An experiment belongs to a project',
          })}
          value={chosen === '' ? firstId : chosen}
        />
        <TextInput
          label="Name"
          required
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          {...field('name', needed('An experiment needs a name'))}
        />
        {unreadable !== undefined && (
          <FormFailure what="Could not load projects" failure={toFailure(unreadable)} />
        )}
        {failure !== null && <FormFailure what="Could not create the experiment" failure={failure} />}
      </div>
      <footer className={styles.footer}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={sending}>
          Create experiment
        </Button>
      </footer>
    </form>
  );
}
