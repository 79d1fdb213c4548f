import { TextInput } from '@mantine/core';
import { useNavigate } from 'react-router';
import { DeployDocument, type PassportFragment } from '@/api/generated/models';
import { FormDialog, IdentifierField, useForm } from '@/parts/form';
import { GateField } from '@/parts/GateField';
import { paths } from '@/paths';
import { check, firstForm, isServing, placed, toInput, type DeployField, type DeployForm } from './deploy';
import { endpointsOf, type ModelDetail } from './model';
import styles from './models.module.css';
import { words } from './words';

const says = words.deployDialog;

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
      title={says.title(model.name, version.number)}
      verb={says.verb(version.number)}
      form={form}
      onClose={onClose}
    >
      <div className={styles.form}>
        <IdentifierField
          label="Endpoint"
          description={says.hint}

          list="endpoints-of-project"
          {...form.text('endpointName')}
        />
        <datalist id="endpoints-of-project">
          {endpoints.map(({ id, name }) => (
            <option key={id} value={name} />
          ))}
        </datalist>
        <div className={styles.pair}>
          {field('minReplicas', says.minimumReplicas)}
          {field('maxReplicas', says.maximumReplicas)}
          {field('cpus', says.coresOfEach)}
          {field('memoryMiB', says.memoryOfEachMib)}
        </div>
        {shares && field('weight', says.trafficOnce, says.whatIsLeftStays)}
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
  const begin = says.billed(form.minReplicas || '–', form.minReplicas);
  if (existing === null) return says.newEndpointSends(begin, form.endpointName);
  if (!shares) return says.servesNothingNow(begin, existing);
  if (form.weight.trim() === '100') {
    return says.takesOverAll(begin, existing);
  }
  return says.takesOfTraffic(begin, form.weight || '–', existing);
}
