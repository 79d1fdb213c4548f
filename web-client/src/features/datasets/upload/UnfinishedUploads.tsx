import { Button } from '@mantine/core';
import { EndUploadDocument, type UnfinishedUploadsFragment } from '@/api/generated/datasets';
import { useChange } from '@/api/use-change';
import { bytes, percent } from '@/format/number';
import { FormFailure } from '@/parts/form';
import { List, ListItem } from '@/parts/List';
import { When } from '@/parts/When';

export type UnfinishedUpload = UnfinishedUploadsFragment['uploads']['edges'][number]['node'];

/** Uploads begun elsewhere or before, which the version cannot be sealed with. */
export function UnfinishedUploads({ uploads }: { readonly uploads: readonly UnfinishedUpload[] }) {
  const { send, sending, failure } = useChange(EndUploadDocument);
  if (uploads.length === 0) return null;
  return (
    <>
      {failure !== null && <FormFailure what="Could not end the upload" failure={failure} />}
      <List label="Unfinished uploads">
        {uploads.map(({ id, path, sizeBytes, offsetBytes, startedAt, expiresAt }) => (
          <ListItem
            key={id}
            title={<span className="mono">{path}</span>}
            detail={
              <>
                Unfinished, {bytes(offsetBytes)} of {bytes(sizeBytes)},{' '}
                {percent(sizeBytes === 0 ? 0 : offsetBytes / sizeBytes)}, started <When at={startedAt} />,
                given up <When at={expiresAt} />
              </>
            }
            end={
              <Button variant="subtle" disabled={sending} onClick={() => void send({ id })}>
                End upload<span className="sr"> {path}</span>
              </Button>
            }
          />
        ))}
      </List>
    </>
  );
}
