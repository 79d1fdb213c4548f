import { Button, TextInput } from '@mantine/core';
import { useMutation } from 'urql';
import { toFailure } from '@/api/failure';
import { RegisterModelVersionDocument, type RunDetailFragment } from '@/api/generated/runs';
import { Dialog } from '@/parts/Dialog';
import { FormFailure } from '@/parts/form';
import { needed, useRequestForm } from '@/parts/use-request-form';
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

interface Values {
  readonly modelName: string;
  readonly artifactPath: string;
}

interface RegisterFormProps extends Omit<RegisterDialogProps, 'path'> {
  readonly firstPath: string;
}

function RegisterForm({ run, firstPath, onClose, onRegistered }: RegisterFormProps) {
  const [, register] = useMutation(RegisterModelVersionDocument);
  const { field, failure, sending, submit } = useRequestForm<Values>(
    { modelName: run.experiment.name, artifactPath: firstPath },
    async ({ modelName, artifactPath }, once) => {
      const input = { projectId: run.projectId, runId: run.id, modelName: modelName.trim(), artifactPath };
      const { data, error } = await register({ input }, once);
      if (error !== undefined) return toFailure(error);
      if (data !== undefined)
        onRegistered(data.registerModelVersion.model.id, data.registerModelVersion.number);
      return null;
    },
  );

  return (
    <form noValidate onSubmit={submit}>
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
          {...field('modelName', needed('A model needs a name'))}
        />
        <TextInput
          label="Artifact"
          description="An ONNX file of the run, or a folder with one"
          required
          autoComplete="off"
          spellCheck={false}
          {...field('artifactPath')}
        />
        {failure !== null && <FormFailure what="Could not register the model version" failure={failure} />}
      </div>
      <footer className={styles.footer}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={sending}>
          Register
        </Button>
      </footer>
    </form>
  );
}
