import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useWatch } from 'react-hook-form';
import { useMutation } from 'urql';
import { toFailure } from '@/api/failure';
import { CreateExperimentDocument } from '@/api/generated/runs';
import { useProjectChoices } from '@/api/project-names';
import { Dialog } from '@/parts/Dialog';
import { FormFailure } from '@/parts/form';
import { MoreChoices } from '@/parts/MoreChoices';
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
  const { projects = [], more, failure: unreadable } = useProjectChoices('asked');
  const [, create] = useMutation(CreateExperimentDocument);
  const firstId = projects[0]?.id ?? '';
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
          data={projects.map(({ id, name }) => ({ value: id, label: name }))}
          {...field('projectId', {
            validate: (id) => id !== '' || firstId !== '' || 'An experiment belongs to a project',
          })}
          value={chosen === '' ? firstId : chosen}
        />
        <MoreChoices loaded={projects.length} noun="projects" more={more} />
        <TextInput
          label="Name"
          required
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          {...field('name', needed('An experiment needs a name'))}
        />
        {unreadable !== null && <FormFailure what="Could not load projects" failure={unreadable} />}
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
