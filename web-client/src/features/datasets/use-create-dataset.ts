import { useState } from 'react';
import { useMutation } from 'urql';
import { idempotent, newIdempotencyKey } from '@/api/client';
import { toFailure, type Failure } from '@/api/failure';
import { CreateDatasetDocument, OpenDatasetVersionDocument } from '@/api/generated/datasets';

export interface DatasetValues {
  readonly projectId: string;
  readonly name: string;
  readonly description: string;
}

const FIELDS = ['projectId', 'name', 'description'] as const;

export type DatasetErrors = Partial<Record<keyof DatasetValues, string>>;

/** Makes a data set and opens its first version, so that files can be dropped on it at once. */
export function useCreateDataset(onCreated: (projectId: string, id: string) => void) {
  const [values, setValues] = useState<DatasetValues>({ projectId: '', name: '', description: '' });
  const [errors, setErrors] = useState<DatasetErrors>({});
  const [failure, setFailure] = useState<Failure | null>(null);
  const [requestKey, setRequestKey] = useState(newIdempotencyKey);
  const [{ fetching: isCreating }, create] = useMutation(CreateDatasetDocument);
  const [{ fetching: isOpening }, open] = useMutation(OpenDatasetVersionDocument);

  function set(change: Partial<DatasetValues>) {
    setValues({ ...values, ...change });
    setErrors({});
    setFailure(null);
    setRequestKey(newIdempotencyKey());
  }

  async function send(projectId: string) {
    const name = values.name.trim();
    const missing: DatasetErrors = {
      ...(projectId === '' ? { projectId: 'A data set belongs to a project' } : {}),
      ...(name === '' ? { name: 'A data set needs a name' } : {}),
    };
    setErrors(missing);
    setFailure(null);
    if (Object.keys(missing).length > 0 || isCreating || isOpening) return;

    const text = values.description.trim();
    const input = { projectId, name, description: text === '' ? null : text };
    const { data, error } = await create({ input }, idempotent(requestKey));
    const created = data?.createDataset;
    if (created === undefined) {
      refuse(error === undefined ? null : toFailure(error));
      return;
    }
    // Where this fails, the page of the data set offers to open one.
    await open({ datasetId: created.id }, idempotent(`${requestKey}-v1`));
    onCreated(projectId, created.id);
  }

  function refuse(refused: Failure | null) {
    const placed: DatasetErrors = {};
    for (const field of FIELDS) {
      const message = refused?.fields[field];
      if (message !== undefined) placed[field] = message;
    }
    setErrors(placed);
    setFailure(Object.keys(placed).length > 0 ? null : refused);
  }

  return { values, set, errors, failure, sending: isCreating || isOpening, send };
}
