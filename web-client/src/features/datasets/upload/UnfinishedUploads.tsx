import { Button } from '@mantine/core';
import { EndUploadDocument, type UnfinishedUploadsFragment } from '@/api/generated/datasets';
import { useChange } from '@/api/use-change';
import { bytes, percent } from '@/format/number';
import { FormFailure } from '@/parts/form';
import { List, ListItem } from '@/parts/List';
import { When } from '@/parts/When';
import { words } from './words';

const says = words.unfinishedUploads;

export type UnfinishedUpload = UnfinishedUploadsFragment['uploads']['edges'][number]['node'];

/** Uploads begun elsewhere or before, which the version cannot be sealed with. */
export function UnfinishedUploads({ uploads }: { readonly uploads: readonly UnfinishedUpload[] }) {
  const { send, sending, failure } = useChange(EndUploadDocument);
  if (uploads.length === 0) return null;
  return (
    <>
      {failure !== null && <FormFailure what={says.what} failure={failure} />}
      <List label={says.label}>
        {uploads.map(({ id, path, sizeBytes, offsetBytes, startedAt, expiresAt }) => (
          <ListItem
            key={id}
            title={<span className="mono">{path}</span>}
            detail={
              <>
                {says.unfinishedOfStarted(
                  bytes(offsetBytes),
                  bytes(sizeBytes),
                  percent(sizeBytes === 0 ? 0 : offsetBytes / sizeBytes),
                )}{' '}
                <When at={startedAt} />
                {says.givenUp} <When at={expiresAt} />
              </>
            }
            end={
              <Button variant="subtle" disabled={sending} onClick={() => void send({ id })}>
                {says.endUpload}
                <span className="sr"> {path}</span>
              </Button>
            }
          />
        ))}
      </List>
    </>
  );
}
