import { useCallback, useEffect, useState } from 'react';
import { useClient } from 'urql';
import { toFailure, type Failure } from '@/api/failure';
import { TransformInputDocument, type InputSchemaFragment } from '@/api/generated/datasets';

export type Schema = InputSchemaFragment | { readonly failure: Failure } | 'hidden';

/** Tables and columns of versions, by their ids; what is not there is on its way. */
export function useSchemas(ids: readonly string[], given: InputSchemaFragment | null) {
  const client = useClient();
  const [known, setKnown] = useState<ReadonlyMap<string, Schema>>(new Map());
  const wanted = [...new Set(ids)].filter((id) => id !== '' && id !== given?.id && !known.has(id));
  const key = wanted.join(' ');

  const load = useCallback(
    (id: string) =>
      client
        .query(TransformInputDocument, { id })
        .toPromise()
        .then(({ data, error }) => {
          const node = data?.node?.__typename === 'DatasetVersion' ? data.node : null;
          const schema: Schema = error !== undefined ? { failure: toFailure(error) } : (node ?? 'hidden');
          setKnown((before) => new Map(before).set(id, schema));
        }),
    [client],
  );

  useEffect(() => {
    for (const id of key.split(' ')) if (id !== '') void load(id);
  }, [key, load]);

  return {
    of: (id: string): Schema | null => (id === given?.id ? given : (known.get(id) ?? null)),
    again: (id: string) => void load(id),
  };
}
