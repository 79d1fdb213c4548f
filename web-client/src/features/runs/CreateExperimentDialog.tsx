import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { idempotent, newIdempotencyKey } from '@/api/client';
import { toFailure, type Failure } from '@/api/failure';
import { CreateExperimentDocument, StartProjectsDocument } from '@/api/generated/runs';
import { Dialog } from '@/parts/Dialog';
import { FieldError, FormFailure } from '@/parts/form';
import styles from './start/start.module.css';

interface CreateExperimentDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onCreated: (projectId: string, id: string) => void;
}

export function CreateExperimentDialog({ opened, onClose, onCreated }: CreateExperimentDialogProps) {
  return (
    <Dialog title="Create experiment" opened={opened} onClose={onClose}>
      <CreateExperimentForm onClose={onClose} onCreated={onCreated} />
    </Dialog>
  );
}

function CreateExperimentForm({ onClose, onCreated }: Omit<CreateExperimentDialogProps, 'opened'>) {
  const [{ data, error: unreadable }] = useQuery({ query: StartProjectsDocument });
  const [{ fetching }, create] = useMutation(CreateExperimentDocument);
  const [chosen, setChosen] = useState('');
  const [name, setName] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [missing, setMissing] = useState(false);
  const [requestKey, setRequestKey] = useState(newIdempotencyKey);
  const projects = data?.projects.edges.map(({ node }) => ({ value: node.id, label: node.name })) ?? [];
  const projectId = chosen === '' ? (projects[0]?.value ?? '') : chosen;
  const nameError = missing ? 'An experiment needs a name' : failure?.fields.name;

  function changed() {
    setFailure(null);
    setMissing(false);
    setRequestKey(newIdempotencyKey());
  }

  async function send() {
    setMissing(name.trim() === '');
    if (name.trim() === '' || projectId === '' || fetching) return;
    const { data: made, error } = await create(
      { input: { projectId, name: name.trim() } },
      idempotent(requestKey),
    );
    if (made != null) onCreated(projectId, made.createExperiment.id);
    else if (error !== undefined) setFailure(toFailure(error));
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className={styles.fields}>
        <NativeSelect
          label="Project"
          required
          data={projects}
          value={projectId}
          onChange={(event) => {
            setChosen(event.currentTarget.value);
            changed();
          }}
        />
        <TextInput
          label="Name"
          required
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            changed();
          }}
          error={nameError !== undefined && <FieldError>{nameError}</FieldError>}
        />
        {unreadable !== undefined && (
          <FormFailure what="Could not load projects" failure={toFailure(unreadable)} />
        )}
        {failure !== null && failure.fields.name === undefined && (
          <FormFailure what="Could not create the experiment" failure={failure} />
        )}
      </div>
      <footer className={styles.footer}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={fetching}>
          Create experiment
        </Button>
      </footer>
    </form>
  );
}
