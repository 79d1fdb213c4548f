import { Button } from '@mantine/core';
import { useState } from 'react';
import {
  EndUploadDocument,
  SealDatasetVersionDocument,
  type DatasetVersionDetailFragment,
} from '@/api/generated/datasets';
import { counted } from '@/format/number';
import { Confirm, useForm } from '@/parts/form';
import { Icon } from '@/parts/Icon';

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
      for (const upload of unfinished) await ask(EndUploadDocument, { id: upload.id }, 'end the upload');
      await ask(SealDatasetVersionDocument, { id, expectedVersion: version.version });
      onClose();
      onChanged();
    },
    // Where it was refused for an upload, that one stands in the dialog now.
    onRefused: onChanged,
  });
  return (
    <Confirm
      title={`Seal v${number}?`}
      verb={
        unfinished.length === 0
          ? `Seal v${number}`
          : `End ${counted(unfinished.length, 'upload', 'uploads')} and seal v${number}`
      }
      harmless={unfinished.length === 0}
      form={form}
      onClose={onClose}
    >
      <p>
        {counted(files.edges.length, 'file', 'files')} become final and get a digest; nothing can be added or
        changed afterwards. Runs can read the version at once, and its validation follows in a moment.
      </p>
      {unfinished.length > 0 && (
        <p>
          What has come of {counted(unfinished.length, 'unfinished upload', 'unfinished uploads')} is given
          up: {unfinished.map(({ path }) => path).join(', ')}.
        </p>
      )}
    </Confirm>
  );
}
