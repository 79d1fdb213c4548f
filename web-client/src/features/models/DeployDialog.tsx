import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { DeployDocument, type PassportFragment } from '@/api/generated/models';
import { useChange } from '@/api/use-change';
import { Confirm } from '@/parts/Confirm';
import { FieldError } from '@/parts/form';
import { GateField } from '@/parts/GateField';
import { paths } from '@/paths';
import { check, firstForm, isServing, placed, toInput, type DeployErrors, type DeployField } from './deploy';
import { endpointsOf, type ModelDetail } from './model';
import styles from './models.module.css';

interface DeployDialogProps {
  readonly model: ModelDetail;
  readonly version: PassportFragment;
  readonly onClose: () => void;
  /** The endpoints may be others by now. */
  readonly onConflict: () => void;
}

interface Labelled {
  readonly field: DeployField;
  readonly label: string;
  readonly description?: string;
}

/** Puts an approved version behind an endpoint, all at once or as a canary beside what is there. */
export function DeployDialog({ model, version, onClose, onConflict }: DeployDialogProps) {
  const navigate = useNavigate();
  const endpoints = endpointsOf(model);
  const [form, setForm] = useState(() => firstForm(model.name, endpoints));
  const [errors, setErrors] = useState<DeployErrors>({});
  const change = useChange(DeployDocument);
  const target = endpoints.find(({ name }) => name === form.endpointName.trim());
  const shares = target !== undefined && isServing(target);
  const shown: DeployErrors = { ...errors, ...placed(change.failure?.fields ?? {}) };

  function set(field: DeployField, value: string) {
    setForm({ ...form, [field]: value });
    setErrors({});
    change.reset();
  }

  async function deploy() {
    const found = check(form);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    const done = await change.send({ input: toInput(form, model.project.id, version.id, target) });
    if (done === null) {
      onConflict();
      return;
    }
    const { endpoint } = done.deploy;
    onClose();
    if (endpoint !== null) await navigate(paths.endpoint(endpoint.id));
  }

  const field = ({ field: name, label, description }: Labelled) => (
    <TextInput
      label={label}
      description={description}
      required
      autoComplete="off"
      inputMode={name === 'cpus' ? 'decimal' : 'numeric'}
      value={form[name]}
      onChange={(event) => set(name, event.currentTarget.value)}
      error={shown[name] !== undefined && <FieldError>{shown[name]}</FieldError>}
    />
  );
  const isPlaced = Object.keys(placed(change.failure?.fields ?? {})).length > 0;
  return (
    <Confirm
      title={`Deploy ${model.name} v${version.number}`}
      verb={`Deploy v${version.number}`}
      harmless
      opened
      onClose={onClose}
      onConfirm={() => void deploy()}
      sending={change.sending}
      failure={isPlaced ? null : change.failure}
    >
      <div className={styles.form}>
        <TextInput
          label="Endpoint"
          description="One that is there gets a new revision; any other name makes a new endpoint"
          required
          autoComplete="off"
          spellCheck={false}
          list="endpoints-of-project"
          value={form.endpointName}
          onChange={(event) => set('endpointName', event.currentTarget.value)}
          error={shown.endpointName !== undefined && <FieldError>{shown.endpointName}</FieldError>}
        />
        <datalist id="endpoints-of-project">
          {endpoints.map(({ id, name }) => (
            <option key={id} value={name} />
          ))}
        </datalist>
        <div className={styles.pair}>
          {field({ field: 'minReplicas', label: 'Replicas, at least' })}
          {field({ field: 'maxReplicas', label: 'Replicas, at most' })}
          {field({ field: 'cpus', label: 'Cores of each' })}
          {field({ field: 'memoryMiB', label: 'Memory of each, MiB' })}
        </div>
        {shares &&
          field({
            field: 'weight',
            label: 'Traffic once it is ready, percent',
            description: 'What is left stays with the revisions that have it now',
          })}
        <GateField
          value={form.requires}
          mayBeAny
          onChange={(requires) => {
            setForm({ ...form, requires });
            change.reset();
          }}
        />
        <p className="t2">{effect(form, target?.name ?? null, shares)}</p>
      </div>
    </Confirm>
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
