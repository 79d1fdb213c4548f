import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useClient, useMutation } from 'urql';
import { toFailure } from '@/api/failure';
import {
  ProjectAsItIsDocument,
  UpdateProjectDocument,
  type ProjectRowFragment,
} from '@/api/generated/projects';
import { Dialog } from '@/parts/Dialog';
import { FormFailure } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import { needed, useRequestForm } from '@/parts/use-request-form';
import styles from './project.module.css';

interface Values {
  readonly name: string;
  readonly description: string;
}

interface EditProjectDialogProps {
  readonly project: ProjectRowFragment;
  readonly onClose: () => void;
}

/** Name and description. Who was slower sees what the other wrote, and decides. */
export function EditProjectDialog({ project, onClose }: EditProjectDialogProps) {
  const client = useClient();
  const [theirs, setTheirs] = useState<ProjectRowFragment | null>(null);
  // What is open is what was read when it opened: an update from elsewhere must not slip under it.
  const [expected] = useState(project.version);
  const [, update] = useMutation(UpdateProjectDocument);
  async function asItIs(): Promise<ProjectRowFragment | null> {
    const { data } = await client.query(
      ProjectAsItIsDocument,
      { id: project.id },
      { requestPolicy: 'network-only' },
    );
    const node = data?.node;
    return node != null && 'slug' in node ? (node as ProjectRowFragment) : null;
  }

  const { field, failure, sending, submit } = useRequestForm<Values>(
    { name: project.name, description: project.description ?? '' },
    async ({ name, description }, once) => {
      const expectedVersion = theirs?.version ?? expected;
      const input = { id: project.id, name: name.trim(), description: description.trim(), expectedVersion };
      const { error } = await update({ input }, once);
      if (error === undefined) {
        onClose();
        return null;
      }
      const refused = toFailure(error);
      if (refused.code !== 'CONFLICT') return refused;
      setTheirs(await asItIs());
      return null;
    },
  );

  return (
    <Dialog title="Edit project" opened onClose={onClose}>
      <form noValidate onSubmit={submit}>
        <div className={styles.fields}>
          <TextInput
            label="Name"
            required
            data-autofocus
            autoComplete="off"
            {...field('name', needed('A project needs a name'))}
          />
          <Textarea label="Description" rows={3} {...field('description')} />
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
          {failure !== null && <FormFailure what="Could not save the project" failure={failure} />}
        </div>
        <footer className={styles.footer}>
          <Button variant="default" onClick={onClose}>
            {theirs === null ? 'Cancel' : 'Keep theirs'}
          </Button>
          <Button type="submit" loading={sending}>
            {theirs === null ? 'Save' : 'Save mine'}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
