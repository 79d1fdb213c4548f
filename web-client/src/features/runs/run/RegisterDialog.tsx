import { TextInput } from '@mantine/core';
import { RegisterModelVersionDocument, type RunDetailFragment } from '@/api/generated/runs';
import { FormDialog, missing, useForm } from '@/parts/form';

interface RegisterDialogProps {
  readonly run: RunDetailFragment;
  /** Of the artifact. */
  readonly path: string;
  readonly onClose: () => void;
  readonly onRegistered: (modelId: string, number: number) => void;
}

export function RegisterDialog({ run, path, onClose, onRegistered }: RegisterDialogProps) {
  const form = useForm({
    of: null,
    values: () => ({ modelName: run.experiment.name, artifactPath: path }),
    check: (values) => missing(values, { modelName: 'A model needs a name' }),
    send: async ({ modelName, artifactPath }, { ask }) => {
      const input = { projectId: run.projectId, runId: run.id, modelName: modelName.trim(), artifactPath };
      const { registerModelVersion } = await ask(RegisterModelVersionDocument, { input });
      onRegistered(registerModelVersion.model.id, registerModelVersion.number);
    },
  });
  return (
    <FormDialog
      title="Register a model version"
      verb="Register version"
      what="register the model version"
      form={form}
      onClose={onClose}
    >
      <p className="t2">
        Its files are kept as the next version of the model, which someone else then approves or rejects.
      </p>
      <TextInput
        label="Model"
        description="A name the project does not have yet makes a new model"
        required
        autoComplete="off"
        spellCheck={false}
        {...form.text('modelName')}
      />
      <TextInput
        label="Artifact"
        description="An ONNX file of the run, or a folder with one"
        required
        autoComplete="off"
        spellCheck={false}
        {...form.text('artifactPath')}
      />
    </FormDialog>
  );
}
