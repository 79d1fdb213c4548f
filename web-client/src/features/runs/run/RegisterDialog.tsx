import { RegisterModelVersionDocument, type RunDetailFragment } from '@/api/generated/runs';
import { FormDialog, IdentifierField, missing, useForm } from '@/parts/form';
import { words } from './words';

const says = words.register;

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
    check: (values) => missing(values, { modelName: says.needsModel }),
    send: async ({ modelName, artifactPath }, { ask }) => {
      const input = { projectId: run.projectId, runId: run.id, modelName: modelName.trim(), artifactPath };
      const { registerModelVersion } = await ask(RegisterModelVersionDocument, { input });
      onRegistered(registerModelVersion.model.id, registerModelVersion.number);
    },
  });
  return (
    <FormDialog title={says.title} verb={says.verb} what={says.what} form={form} onClose={onClose}>
      <p className="t2">{says.effect}</p>
      <IdentifierField
        label={says.model}
        description={says.modelHint}

        {...form.text('modelName')}
      />
      <IdentifierField
        label={says.artifact}
        description={says.artifactHint}

        {...form.text('artifactPath')}
      />
    </FormDialog>
  );
}
