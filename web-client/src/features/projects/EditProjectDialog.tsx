import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useClient, useMutation } from 'urql';
import { idempotent, newIdempotencyKey } from '@/api/client';
import { toFailure, type Failure } from '@/api/failure';
import {
  ProjectAsItIsDocument,
  UpdateProjectDocument,
  type ProjectRowFragment,
} from '@/api/generated/projects';
import { Dialog } from '@/parts/Dialog';
import { FieldError, FormFailure } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import styles from './project.module.css';

interface EditProjectDialogProps {
  readonly project: ProjectRowFragment;
  readonly onClose: () => void;
}

/** Name and description. Who was slower sees what the other wrote, and decides. */
export function EditProjectDialog({ project, onClose }: EditProjectDialogProps) {
  const client = useClient();
  const [name, setName] = useState(project.name);
  const [description, setDescription] = useState(project.description ?? '');
  const [theirs, setTheirs] = useState<ProjectRowFragment | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  // What is open is what was read when it opened: an update from elsewhere must not slip under it.
  const [expected] = useState(project.version);
  const [{ fetching }, update] = useMutation(UpdateProjectDocument);

  async function send() {
    if (name.trim() === '' || fetching) return;
    const input = {
      id: project.id,
      name: name.trim(),
      description: description.trim(),
      expectedVersion: theirs?.version ?? expected,
    };
    const answer = await update({ input }, idempotent(newIdempotencyKey()));
    if (answer.error === undefined) {
      onClose();
      return;
    }
    const refused = toFailure(answer.error);
    setFailure(refused.code === 'CONFLICT' ? null : refused);
    if (refused.code !== 'CONFLICT') return;
    const { data } = await client.query(
      ProjectAsItIsDocument,
      { id: project.id },
      { requestPolicy: 'network-only' },
    );
    const node = data?.node;
    setTheirs(node != null && 'slug' in node ? (node as ProjectRowFragment) : null);
  }

  return (
    <Dialog title="Edit project" opened onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div className={styles.fields}>
          <TextInput
            label="Name"
            required
            data-autofocus
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={
              name.trim() === '' ? (
                <FieldError>A project needs a name</FieldError>
              ) : (
                failure?.fields.name !== undefined && <FieldError>{failure.fields.name}</FieldError>
              )
            }
          />
          <Textarea
            label="Description"
            rows={3}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          {theirs !== null && (
            <div role="alert">
              <p className="med">Someone else changed it meanwhile</p>
              <KeyValue
                facts={[
                  { label: 'Name now', value: theirs.name },
                  { label: 'Description now', value: theirs.description ?? '–' },
                ]}
              />
            </div>
          )}
          {failure !== null && failure.fields.name === undefined && (
            <FormFailure what="Could not save the project" failure={failure} />
          )}
        </div>
        <footer className={styles.footer}>
          <Button variant="default" onClick={onClose}>
            {theirs === null ? 'Cancel' : 'Keep theirs'}
          </Button>
          <Button type="submit" loading={fetching}>
            {theirs === null ? 'Save' : 'Save mine'}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
