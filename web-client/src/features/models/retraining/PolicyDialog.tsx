import { Button } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { SetRetrainingPolicyDocument } from '@/api/generated/retraining';
import type { Failure } from '@/api/failure';
import { useChange } from '@/api/use-change';
import { Dialog } from '@/parts/Dialog';
import { FormFailure } from '@/parts/form';
import { PolicyFields } from './PolicyFields';
import { differences } from './policy-lines';
import { checkPolicy, policyInput, valuesOf, type PolicyErrors, type PolicyValues } from './policy-values';
import type { Beside, Policy, RetrainedModel } from './retraining';
import { Sides } from './Sides';
import styles from './policy.module.css';

interface PolicyDialogProps {
  readonly model: RetrainedModel;
  readonly beside: Beside | undefined;
  readonly besideFailure: Failure | null;
  readonly onClose: () => void;
  /** It was refused: the policy may be another by now. */
  readonly onStale: () => void;
}

/** Sets a model's policy as a whole; what somebody else set meanwhile is shown beside it. */
export function PolicyDialog({ model, beside, besideFailure, onClose, onStale }: PolicyDialogProps) {
  const policy = model.retraining;
  const [seen, setSeen] = useState(policy?.version ?? null);
  const [values, setValues] = useState(() => valuesOf(policy));
  const [errors, setErrors] = useState<PolicyErrors>({});
  const { send, sending, failure, reset } = useChange(SetRetrainingPolicyDocument);
  const isStale = policy !== null && policy.version !== seen;
  const shown = { ...placed(failure?.fields ?? {}), ...errors };
  const isPlaced = failure !== null && Object.keys(failure.fields).some((name) => PLACED.has(name));

  function change(part: Partial<PolicyValues>) {
    setValues((before) => ({ ...before, ...part }));
    setErrors({});
    reset();
  }

  async function save(event: SyntheticEvent) {
    event.preventDefault();
    const found = checkPolicy(values);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    // What is meant is what stands beside it, where something does.
    const expected = policy?.version ?? null;
    const done = await send({ input: policyInput(values, model.id, isStale ? expected : seen) });
    if (done !== null) onClose();
    onStale();
  }

  return (
    <Dialog title={`Retraining policy of ${model.name}`} opened onClose={onClose} wide>
      <form noValidate onSubmit={(event) => void save(event)}>
        <div className={styles.fields}>
          {besideFailure !== null && (
            <FormFailure what="Could not load what there is to choose from" failure={besideFailure} />
          )}
          <PolicyFields values={values} errors={shown} beside={beside} onChange={change} />
          <p className="t2 f12">
            From then on it acts with your rights, counts its trainings anew, and takes what its data set
            holds already as known. A run that goes on keeps the policy that it began with.
          </p>
          {isStale && (
            <Theirs
              policy={policy}
              mine={values}
              beside={beside}
              onTake={() => {
                setValues(valuesOf(policy));
                setSeen(policy.version);
                setErrors({});
                reset();
              }}
            />
          )}
          {failure !== null && !isPlaced && !(failure.code === 'CONFLICT' && isStale) && (
            <FormFailure what="Could not set the policy" failure={failure} />
          )}
          {Object.keys(errors).length > 0 && (
            <p className="sr" role="alert">
              Nothing was saved: {Object.values(errors).join('. ')}
            </p>
          )}
        </div>
        <footer className={styles.footer}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={sending} {...(isStale ? { color: 'red' } : {})}>
            {isStale ? `Save mine over version ${policy.version}` : 'Save policy'}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

interface TheirsProps {
  readonly policy: Policy;
  readonly mine: PolicyValues;
  readonly beside: Beside | undefined;
  readonly onTake: () => void;
}

function Theirs({ policy, mine, beside, onTake }: TheirsProps) {
  const found = differences(valuesOf(policy), mine, beside);
  return (
    <div role="alert" className={styles.stale}>
      <p>
        <b className="med">
          {policy.setBy.label} set version {policy.version} meanwhile.
        </b>{' '}
        {found.length === 0 ? 'It is what you have here.' : 'Nothing of yours is lost; it differs so:'}
      </p>
      {found.length > 0 && <Sides label="Theirs beside yours" heads={['Theirs', 'Yours']} rows={found} />}
      <Button variant="default" onClick={onTake}>
        Take theirs
      </Button>
    </div>
  );
}

/** Fields whose refusal is shown beneath them. */
const PLACED = new Set([
  'cron',
  'zone',
  'schedule',
  'alertRuleId',
  'datasetId',
  'evaluationDatasetId',
  'transformSql',
  'transformDatasetId',
  'labelsDatasetId',
  'suiteId',
  'target',
  'experimentId',
  'maxCost',
  'maxPValue',
  'minNewRows',
  'maxTrainings',
  'period',
  'cooldown',
  'endpointId',
  'canary',
  'weight',
  'hold',
  'parameters',
]);

/** A refusal of a part stands where its whole is. */
function placed(fields: Readonly<Record<string, string>>): PolicyErrors {
  const { schedule, weight, hold, sql, transform, ...others } = fields;
  const canary = others.canary ?? weight ?? hold;
  const cron = others.cron ?? schedule;
  const transformSql = sql ?? transform;
  return {
    ...others,
    ...(transformSql === undefined ? {} : { transformSql }),
    ...(canary === undefined ? {} : { canary }),
    ...(cron === undefined ? {} : { cron }),
  };
}
