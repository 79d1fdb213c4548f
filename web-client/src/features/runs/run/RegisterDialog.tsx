import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useMutation } from 'urql';
import { idempotent, newIdempotencyKey } from '@/api/client';
import { toFailure, type Failure } from '@/api/failure';
import { RegisterModelVersionDocument, type RunDetailFragment } from '@/api/generated/runs';
import { Dialog } from '@/parts/Dialog';
import { FieldError, FormFailure } from '@/parts/form';
import styles from './run.module.css';

interface RegisterDialogProps {
  readonly run: RunDetailFragment;
  /** Path of the artifact; null while the dialog is closed. */
  readonly path: string | null;
  readonly onClose: () => void;
  readonly onRegistered: (modelId: string, number: number) => void;
}

export function RegisterDialog({ run, path, onClose, onRegistered }: RegisterDialogProps) {
  return (
    <Dialog title="Register a model version" opened={path !== null} onClose={onClose}>
      <RegisterForm run={run} firstPath={path ?? ''} onClose={onClose} onRegistered={onRegistered} />
    </Dialog>
  );
}

interface RegisterFormProps extends Omit<RegisterDialogProps, 'path'> {
  readonly firstPath: string;
}

function RegisterForm({ run, firstPath, onClose, onRegistered }: RegisterFormProps) {
  const [artifactPath, setPath] = useState(firstPath);
  const [modelName, setName] = useState(run.experiment.name);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [requestKey, setRequestKey] = useState(newIdempotencyKey);
  const [{ fetching }, register] = useMutation(RegisterModelVersionDocument);
  const nameError = modelName.trim() === '' ? 'A model needs a name' : failure?.fields.modelName;
  const pathError = failure?.fields.artifactPath;
  const isPlaced = failure?.fields.modelName !== undefined || pathError !== undefined;

  function changed() {
    setFailure(null);
    setRequestKey(newIdempotencyKey());
  }

  async function send() {
    if (modelName.trim() === '' || fetching) return;
    const input = { projectId: run.project.id, runId: run.id, modelName: modelName.trim(), artifactPath };
    const { data, error } = await register({ input }, idempotent(requestKey));
    if (data != null) {
      const { model, number } = data.registerModelVersion;
      onRegistered(model.id, number);
    } else if (error !== undefined) setFailure(toFailure(error));
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
        <p className="t2">
          Its files are kept as the next version of the model, which someone else then approves or rejects.
        </p>
        <TextInput
          label="Model"
          description="A name the project does not have yet makes a new model"
          required
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          value={modelName}
          onChange={(event) => {
            setName(event.currentTarget.value);
            changed();
          }}
          error={nameError !== undefined && <FieldError>{nameError}</FieldError>}
        />
        <TextInput
          label="Artifact"
          description="An ONNX file of the run, or a folder with one"
          required
          autoComplete="off"
          spellCheck={false}
          value={artifactPath}
          onChange={(event) => {
            setPath(event.currentTarget.value);
            changed();
          }}
          error={pathError !== undefined && <FieldError>{pathError}</FieldError>}
        />
        {failure !== null && !isPlaced && (
          <FormFailure what="Could not register the model version" failure={failure} />
        )}
      </div>
      <footer className={styles.footer}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={fetching}>
          Register
        </Button>
      </footer>
    </form>
  );
}
