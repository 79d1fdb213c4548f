import { SetRetrainingPolicyDocument } from '@/api/generated/retraining';
import type { Failure } from '@/api/failure';
import { FormDialog, FormFailure, useForm, type Errors } from '@/parts/form';
import { PolicyFields } from './PolicyFields';
import { differences } from './policy-lines';
import { checkPolicy, policyInput, valuesOf, type PolicyValues } from './policy-values';
import type { Beside, Policy, RetrainedModel } from './retraining';
import { words } from './policy-words';

const says = words.policyDialog;

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
  const form = useForm<PolicyValues, Policy | null>({
    of: model.retraining,
    values: valuesOf,
    check: checkPolicy,
    send: async (values, { ask, of }) => {
      const input = policyInput(values, model.id, of?.version ?? null);
      await ask(SetRetrainingPolicyDocument, { input });
      onClose();
      onStale();
    },
    place: placed,
    onRefused: onStale,
    differences: (theirs, yours) => differences(valuesOf(theirs), yours, beside),
  });
  const { values, errors, theirs } = form;
  return (
    <FormDialog
      title={says.title(model.name)}
      verb={says.verb}
      what={says.setThePolicy}
      wide
      form={form}
      onClose={onClose}
      overwrite={says.overwrite(theirs?.version ?? 0)}
      changed={
        <>
          <b className="med">
            {theirs?.setBy.label} {says.setVersion} {theirs?.version} {says.meanwhile}
          </b>{' '}
          {form.differences.length === 0 ? says.whatYou : says.nothingOfYours}
        </>
      }
    >
      {besideFailure !== null && <FormFailure what={says.couldNotLoadWhat} failure={besideFailure} />}
      <PolicyFields values={values} errors={errors} beside={beside} onChange={form.set} />
      <p className="t2 f12">{says.from}</p>
      {Object.keys(errors).length > 0 && (
        <p className="sr" role="alert">
          {says.nothingWasSaved(Object.values(errors).join('. '))}
        </p>
      )}
    </FormDialog>
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
  'sql',
  'transform',
]);

/** A refusal of a part stands where its whole is. */
function placed(fields: Errors): Errors {
  const known = Object.fromEntries(Object.entries(fields).filter(([name]) => PLACED.has(name)));
  const { schedule, weight, hold, sql, transform, ...others } = known;
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
