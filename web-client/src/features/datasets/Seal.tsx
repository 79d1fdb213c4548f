import { Button } from '@mantine/core';
import { useState } from 'react';
import {
  EndUploadDocument,
  SealDatasetVersionDocument,
  type DatasetVersionDetailFragment,
} from '@/api/generated/datasets';
import { useChange } from '@/api/use-change';
import { counted } from '@/format/number';
import { Confirm } from '@/parts/Confirm';
import { Icon } from '@/parts/Icon';

interface SealProps {
  readonly version: DatasetVersionDetailFragment;
  readonly onChanged: () => void;
}

/** Makes an open version final, for which uploads on their way to it are ended. */
export function Seal({ version: { id, number, files, uploads, version }, onChanged }: SealProps) {
  const [asking, setAsking] = useState(false);
  const ending = useChange(EndUploadDocument);
  const sealing = useChange(SealDatasetVersionDocument);
  const unfinished = uploads.edges.map(({ node }) => node);
  const verb =
    unfinished.length === 0
      ? `Seal v${number}`
      : `End ${counted(unfinished.length, 'upload', 'uploads')} and seal v${number}`;

  async function send() {
    for (const upload of unfinished) {
      if ((await ending.send({ id: upload.id })) === null) return;
    }
    const sealed = await sealing.send({ id, expectedVersion: version });
    if (sealed !== null) setAsking(false);
    // Where it was refused for an upload, that one stands in the dialog now.
    onChanged();
  }

  return (
    <>
      <Button
        leftSection={<Icon name="box" size={14} />}
        disabled={files.edges.length === 0}
        onClick={() => {
          ending.reset();
          sealing.reset();
          setAsking(true);
          onChanged();
        }}
      >
        Seal v{number}
      </Button>
      <Confirm
        title={`Seal v${number}?`}
        verb={verb}
        opened={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => void send()}
        sending={ending.sending || sealing.sending}
        failure={ending.failure ?? sealing.failure}
        harmless={unfinished.length === 0}
      >
        <p>
          {counted(files.edges.length, 'file', 'files')} become final and get a digest; nothing can be added
          or changed afterwards. Runs can read the version at once, and its validation follows in a moment.
        </p>
        {unfinished.length > 0 && (
          <p>
            What has come of {counted(unfinished.length, 'unfinished upload', 'unfinished uploads')} is given
            up: {unfinished.map(({ path }) => path).join(', ')}.
          </p>
        )}
      </Confirm>
    </>
  );
}
