import { TextInput } from '@mantine/core';
import { CreateExperimentDocument } from '@/api/generated/runs';
import { FormDialog, missing, useForm } from '@/parts/form';
import { ProjectField } from '@/parts/pick/ProjectField';
import { words } from './words';

const says = words.experiment;

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
        projectId: says.needsProject,
        name: says.needsName,
      }),
    send: async ({ projectId, name }, { ask }) => {
      const input = { projectId, name: name.trim() };
      const { createExperiment } = await ask(CreateExperimentDocument, { input });
      onCreated(projectId, createExperiment.id);
    },
  });
  return (
    <FormDialog title={says.create} verb={says.create} what={says.what} form={form} onClose={onClose}>
      <ProjectField {...form.field('projectId')} takesFirst />
      <TextInput
        label={says.name}
        required
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        {...form.text('name')}
      />
    </FormDialog>
  );
}
