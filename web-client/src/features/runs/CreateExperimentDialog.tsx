import { TextInput } from '@mantine/core';
import { CreateExperimentDocument } from '@/api/generated/runs';
import { FormDialog, missing, useForm } from '@/parts/form';
import { ProjectField } from '@/parts/pick/ProjectField';

interface Values {
  readonly projectId: string;
  readonly name: string;
}

interface CreateExperimentDialogProps {
  readonly onClose: () => void;
  readonly onCreated: (projectId: string, id: string) => void;
}

export function CreateExperimentDialog({ onClose, onCreated }: CreateExperimentDialogProps) {
  const form = useForm<Values>({
    of: null,
    values: () => ({ projectId: '', name: '' }),
    check: (values) =>
      missing(values, {
        projectId: 'An experiment belongs to a project',
        name: 'An experiment needs a name',
      }),
    send: async ({ projectId, name }, { ask }) => {
      const input = { projectId, name: name.trim() };
      const { createExperiment } = await ask(CreateExperimentDocument, { input });
      onCreated(projectId, createExperiment.id);
    },
  });
  return (
    <FormDialog
      title="Create experiment"
      verb="Create experiment"
      what="create the experiment"
      form={form}
      onClose={onClose}
    >
      <ProjectField {...form.field('projectId')} takesFirst />
      <TextInput
        label="Name"
        required
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        {...form.text('name')}
      />
    </FormDialog>
  );
}
