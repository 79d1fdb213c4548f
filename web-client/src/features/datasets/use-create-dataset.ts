import { useMutation } from 'urql';
import { idempotent, newIdempotencyKey } from '@/api/client';
import { toFailure } from '@/api/failure';
import { CreateDatasetDocument, OpenDatasetVersionDocument } from '@/api/generated/datasets';
import { useRequestForm } from '@/parts/use-request-form';

export interface DatasetValues {
  /** Empty: the first project of the list. */
  readonly projectId: string;
  readonly name: string;
  readonly description: string;
}

const BLANK: DatasetValues = { projectId: '', name: '', description: '' };

/** Makes a data set and opens its first version, so that files can be dropped on it at once. */
export function useCreateDataset(firstProjectId: string, onCreated: (projectId: string, id: string) => void) {
  const [, create] = useMutation(CreateDatasetDocument);
  const [, open] = useMutation(OpenDatasetVersionDocument);
  return useRequestForm<DatasetValues>(BLANK, async (values, once) => {
    const projectId = values.projectId === '' ? firstProjectId : values.projectId;
    const text = values.description.trim();
    const input = { projectId, name: values.name.trim(), description: text === '' ? null : text };
    const { data, error } = await create({ input }, once);
    if (error !== undefined) return toFailure(error);
    if (data === undefined) return null;
    // Where this fails, the page of the data set offers to open one.
    await open({ datasetId: data.createDataset.id }, idempotent(newIdempotencyKey()));
    onCreated(projectId, data.createDataset.id);
    return null;
  });
}
