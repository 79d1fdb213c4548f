import { Textarea, TextInput } from '@mantine/core';
import { useClient } from 'urql';
import {
  ProjectAsItIsDocument,
  UpdateProjectDocument,
  type ProjectRowFragment,
} from '@/api/generated/projects';
import { FormDialog, missing, useForm } from '@/parts/form';
import { words } from './words';

interface Values {
  readonly name: string;
  readonly description: string;
}

interface EditProjectDialogProps {
  readonly project: ProjectRowFragment;
  readonly onClose: () => void;
}

/** Name and description. Who was slower sees what the other wrote, and decides. */
export function EditProjectDialog({ project, onClose }: EditProjectDialogProps) {
  const client = useClient();
  const form = useForm<Values, ProjectRowFragment>({
    of: project,
    values: ({ name, description }) => ({ name, description: description ?? '' }),
    check: (values) => missing(values, { name: words.needsName }),
    send: async ({ name, description }, { ask, of }) => {
      const input = { id: of.id, name: name.trim(), description: description.trim() };
      await ask(UpdateProjectDocument, { input: { ...input, expectedVersion: of.version } });
      onClose();
    },
    reload: async () => {
      const asked = { id: project.id };
      const { data } = await client.query(ProjectAsItIsDocument, asked, { requestPolicy: 'network-only' });
      return data?.node != null && 'slug' in data.node ? (data.node as ProjectRowFragment) : null;
    },
    differences: (theirs, yours) => [
      { label: words.name, theirs: theirs.name, yours: yours.name },
      { label: words.description, theirs: theirs.description ?? '–', yours: yours.description || '–' },
    ],
  });
  return (
    <FormDialog title={words.edit} verb={words.save} what={words.saveWhat} form={form} onClose={onClose}>
      <TextInput label={words.name} required autoComplete="off" {...form.text('name')} />
      <Textarea label={words.description} rows={3} {...form.text('description')} />
    </FormDialog>
  );
}
