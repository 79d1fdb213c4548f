import { Button } from '@mantine/core';
import { useState } from 'react';
import {
  EndUploadDocument,
  SealDatasetVersionDocument,
  type DatasetVersionDetailFragment,
} from '@/api/generated/datasets';
import { Confirm, useForm } from '@/parts/form';
import { Icon } from '@/parts/Icon';
import { words } from './words';

const says = words.seal;

interface SealProps {
  readonly version: DatasetVersionDetailFragment;
  readonly onChanged: () => void;
}

/** Makes an open version final, for which uploads on their way to it are ended. */
export function Seal({ version, onChanged }: SealProps) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        leftSection={<Icon name="box" size={14} />}
        disabled={version.files.edges.length === 0}
        onClick={() => {
          setAsking(true);
          onChanged();
        }}
      >
        Seal v{version.number}
      </Button>
      {asking && <SealDialog version={version} onChanged={onChanged} onClose={() => setAsking(false)} />}
    </>
  );
}

function SealDialog({ version, onChanged, onClose }: SealProps & { readonly onClose: () => void }) {
  const { id, number, files, uploads } = version;
  const unfinished = uploads.edges.map(({ node }) => node);
  const form = useForm({
    of: null,
    values: () => ({}),
    send: async (_, { ask }) => {
      for (const upload of unfinished) await ask(EndUploadDocument, { id: upload.id }, says.endTheUpload);
      await ask(SealDatasetVersionDocument, { id, expectedVersion: version.version });
      onClose();
      onChanged();
    },
    // Where it was refused for an upload, that one stands in the dialog now.
    onRefused: onChanged,
  });
  return (
    <Confirm
      title={says.title(number)}
      verb={unfinished.length === 0 ? says.sealV(number) : says.endAndSealV(unfinished.length, number)}
      harmless={unfinished.length === 0}
      form={form}
      onClose={onClose}
    >
      <p>{says.becomeFinalAndGet(files.edges.length, files.pageInfo.hasNextPage)}</p>
      {unfinished.length > 0 && (
        <p>
          {says.whatHasCome(
            unfinished.length,
            unfinished.map(({ path }) => path).join(', '),
            uploads.pageInfo.hasNextPage,
          )}
        </p>
      )}
    </Confirm>
  );
}
