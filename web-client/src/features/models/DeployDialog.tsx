import { TextInput } from '@mantine/core';
import { useNavigate } from 'react-router';
import { DeployDocument, type PassportFragment } from '@/api/generated/models';
import { FormDialog, useForm } from '@/parts/form';
import { GateField } from '@/parts/GateField';
import { paths } from '@/paths';
import { check, firstForm, isServing, placed, toInput, type DeployField, type DeployForm } from './deploy';
import { endpointsOf, type ModelDetail } from './model';
import styles from './models.module.css';

interface DeployDialogProps {
  readonly model: ModelDetail;
  readonly version: PassportFragment;
  readonly onClose: () => void;
  /** The endpoints may be others by now. */
  readonly onConflict: () => void;
}

/** Puts an approved version behind an endpoint, all at once or as a canary beside what is there. */
export function DeployDialog({ model, version, onClose, onConflict }: DeployDialogProps) {
  const navigate = useNavigate();
  const endpoints = endpointsOf(model);
  const targetOf = ({ endpointName }: DeployForm) =>
    endpoints.find(({ name }) => name === endpointName.trim());
  const form = useForm<DeployForm>({
    of: null,
    values: () => firstForm(model.name, endpoints),
    check,
    send: async (values, { ask }) => {
      const { deploy } = await ask(DeployDocument, {
        input: toInput(values, model.project.id, version.id, targetOf(values)),
      });
      onClose();
      if (deploy.endpoint !== null) await navigate(paths.endpoint(deploy.endpoint.id));
    },
    place: placed,
    onRefused: onConflict,
  });
  const target = targetOf(form.values);
  const shares = target !== undefined && isServing(target);
  const field = (name: DeployField, label: string, description?: string) => (
    <TextInput
      label={label}
      description={description}
      required
      autoComplete="off"
      inputMode={name === 'cpus' ? 'decimal' : 'numeric'}
      {...form.text(name)}
    />
  );
  return (
    <FormDialog
      title={`Deploy ${model.name} v${version.number}`}
      verb={`Deploy v${version.number}`}
      form={form}
      onClose={onClose}
    >
      <div className={styles.form}>
        <TextInput
          label="Endpoint"
          description="One that is there gets a new revision; any other name makes a new endpoint"
          required
          autoComplete="off"
          spellCheck={false}
          list="endpoints-of-project"
          {...form.text('endpointName')}
        />
        <datalist id="endpoints-of-project">
          {endpoints.map(({ id, name }) => (
            <option key={id} value={name} />
          ))}
        </datalist>
        <div className={styles.pair}>
          {field('minReplicas', 'Minimum replicas')}
          {field('maxReplicas', 'Maximum replicas')}
          {field('cpus', 'Cores of each')}
          {field('memoryMiB', 'Memory of each, MiB')}
        </div>
        {shares &&
          field(
            'weight',
            'Traffic once it is ready, percent',
            'What is left stays with the revisions that have it now',
          )}
        <GateField mayBeAny {...form.field('requires')} />
        <p className="t2">{effect(form.values, target?.name ?? null, shares)}</p>
      </div>
    </FormDialog>
  );
}

function effect(
  form: { readonly endpointName: string; readonly minReplicas: string; readonly weight: string },
  existing: string | null,
  shares: boolean,
): string {
  const begin = `${form.minReplicas || '–'} ${form.minReplicas === '1' ? 'replica starts' : 'replicas start'}, billed from then on.`;
  if (existing === null)
    return `${begin} The new endpoint ${form.endpointName} sends it all its traffic once it is ready.`;
  if (!shares)
    return `${begin} ${existing} serves nothing now, so that it gets all traffic once it is ready.`;
  if (form.weight.trim() === '100') {
    return `${begin} It takes over all of ${existing}’s traffic once it is ready; the revisions before it drain and end.`;
  }
  return `${begin} It takes ${form.weight || '–'} % of ${existing}’s traffic once it is ready; the others go on with the rest.`;
}
