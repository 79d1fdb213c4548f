import { Textarea } from '@mantine/core';
import { CreateDatasetDocument, OpenDatasetVersionDocument } from '@/api/generated/datasets';
import { useChange } from '@/api/use-change';
import { FormDialog, IdentifierField, missing, useForm } from '@/parts/form';
import { ProjectField } from '@/parts/pick/ProjectField';
import { words } from './words';

const says = words.createDatasetDialog;

interface Values {
  readonly projectId: string;
  readonly name: string;
  readonly description: string;
}

interface CreateDatasetDialogProps {
  readonly onClose: () => void;
  readonly onCreated: (projectId: string, id: string) => void;
}

/** Makes a data set and opens its first version, so that files can be dropped on it at once. */
export function CreateDatasetDialog({ onClose, onCreated }: CreateDatasetDialogProps) {
  const { send: open } = useChange(OpenDatasetVersionDocument);
  const form = useForm<Values>({
    of: null,
    values: () => ({ projectId: '', name: '', description: '' }),
    check: (values) => missing(values, { projectId: says.needsProject, name: says.needsName }),
    send: async ({ projectId, name, description }, { ask }) => {
      const text = description.trim();
      const input = { projectId, name: name.trim(), description: text === '' ? null : text };
      const { createDataset } = await ask(CreateDatasetDocument, { input });
      // Where this fails, the page of the data set offers to open one.
      await open({ datasetId: createDataset.id });
      onCreated(projectId, createDataset.id);
    },
  });
  return (
    <FormDialog title={says.title} verb={says.title} what={says.what} form={form} onClose={onClose}>
      <ProjectField {...form.field('projectId')} takesFirst />
      <IdentifierField
        label="Name"
        data-autofocus

        {...form.text('name')}
      />
      <Textarea label="Description" rows={3} {...form.text('description')} />
    </FormDialog>
  );
}
