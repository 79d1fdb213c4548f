import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { Link } from 'react-router';
import { StartRolloutDocument } from '@/api/generated/endpoints';
import { useChange } from '@/api/use-change';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { modelName, newestFirst, serving } from '@/features/endpoints/revisions';
import { msInWords, spanMs } from '@/format/span';
import { Dialog } from '@/parts/Dialog';
import { FieldError, FormFailure } from '@/parts/form';
import { Icon } from '@/parts/Icon';
import { SelectField } from '@/parts/SelectField';
import { SpanField } from '@/parts/SpanField';
import { Empty } from '@/parts/states';
import { stateWord } from '@/parts/State';
import { paths } from '@/paths';
import { shareInWords } from './decisions';
import { evidenceText } from './rollout';
import styles from './rollout.module.css';
import {
  checkStart,
  FIRST_STEPS,
  MOST_STEPS,
  startInput,
  type StartErrors,
  type StartValues,
  type StepValues,
} from './start-values';

interface StartDialogProps {
  readonly endpoint: EndpointDetail;
  readonly perMinute: number;
  readonly onClose: () => void;
  readonly onStale: () => void;
}

/** Has a candidate take the traffic over; says what each step means in requests, and how long it takes at least. */
export function StartDialog(props: StartDialogProps) {
  const { endpoint, onClose } = props;
  const candidates = newestFirst(endpoint.revisions).filter(
    ({ weight, status }) =>
      weight === 0 && (status === 'READY' || status === 'LOADING' || status === 'PENDING'),
  );
  const [baseline, ...others] = serving(endpoint.revisions);
  const problem =
    baseline === undefined
      ? 'No revision has all of the traffic, so that there is nothing to hold a candidate against.'
      : others.length > 0
        ? `The traffic is split: ${[baseline, ...others].map(({ number, weight }) => `r${number} ${weight} %`).join(', ')}. Give one revision all of it first.`
        : candidates.length === 0
          ? 'A candidate is a revision that was deployed with 0 % of the traffic. There is none.'
          : null;
  return (
    <Dialog title={`Start a rollout at ${endpoint.name}`} opened onClose={onClose} wide>
      {problem === null ? (
        <StartForm {...props} candidates={candidates} baseline={baseline?.number ?? 0} />
      ) : (
        <Empty title="Nothing to roll out">
          <p>{problem}</p>
          <Button component={Link} to={modelPath(endpoint)} variant="default">
            Choose a version to deploy
          </Button>
        </Empty>
      )}
    </Dialog>
  );
}

interface StartFormProps extends StartDialogProps {
  readonly candidates: EndpointDetail['revisions'];
  readonly baseline: number;
}

function StartForm({ endpoint, perMinute, onClose, onStale, candidates, baseline }: StartFormProps) {
  const [values, setValues] = useState<StartValues>(() => ({
    candidateId: candidates[0]?.id ?? '',
    steps: FIRST_STEPS,
    alpha: '1',
    minRequests: '100',
    pauseLimit: { amount: '1', unit: 'hours' },
  }));
  const [errors, setErrors] = useState<StartErrors>({});
  const { send, sending, failure, reset } = useChange(StartRolloutDocument);
  const shown = { ...(failure?.fields ?? {}), ...errors };
  const isPlaced = failure !== null && Object.keys(failure.fields).some((name) => PLACED.has(name));

  function change(part: Partial<StartValues>) {
    setValues((before) => ({ ...before, ...part }));
    setErrors({});
    reset();
  }

  async function start(event: SyntheticEvent) {
    event.preventDefault();
    const found = checkStart(values);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    const done = await send({ input: startInput(values, endpoint.id, endpoint.version) });
    if (done !== null) onClose();
    onStale();
  }

  const total = values.steps.reduce((sum, { hold }) => sum + spanMs(hold), 0);
  // Errors have four fifths of alpha, what callers are refused a fifth.
  const limit = 125 / Number(values.alpha);
  return (
    <form noValidate onSubmit={(event) => void start(event)}>
      <div className={styles.fields}>
        <SelectField
          label="Candidate"
          description={`Takes over from r${baseline}`}
          value={values.candidateId}
          options={candidates.map((revision) => ({
            value: revision.id,
            label: `r${revision.number}, ${modelName(revision)}, ${stateWord(revision.status).toLowerCase()}`,
          }))}
          onChange={(candidateId) => change({ candidateId })}
          error={errorOf(shown, 'candidateId')}
        />
        <StepFields
          steps={values.steps}
          errors={shown}
          perMinute={perMinute}
          onChange={(steps) => change({ steps })}
        />
        <div className={styles.pair}>
          <TextInput
            label="α"
            description="Rolled back by mistake"
            inputMode="decimal"
            autoComplete="off"
            rightSection="%"
            value={values.alpha}
            onChange={(event) => change({ alpha: event.currentTarget.value })}
            error={errorOf(shown, 'alpha')}
          />
          <TextInput
            label="Requests a step"
            description="The least, to pass it"
            inputMode="numeric"
            autoComplete="off"
            value={values.minRequests}
            onChange={(event) => change({ minRequests: event.currentTarget.value })}
            error={errorOf(shown, 'minRequests')}
          />
          <SpanField
            label="A pause lasts"
            description="At most"
            units={['minutes', 'hours', 'days']}
            value={values.pauseLimit}
            onChange={(pauseLimit) => change({ pauseLimit })}
            error={errorOf(shown, 'pauseLimit')}
          />
        </div>
        <p className="t2 f12" role="status">
          {Number.isFinite(total) && `All of the traffic after ${msInWords(total)} at the earliest. `}
          {Number.isFinite(limit) &&
            limit > 0 &&
            `Evidence of ${evidenceText(limit)} that it fails rolls back at once, and of ${evidenceText(limit * 4)} that it refuses pauses for a person. `}
          Until it is over, nobody else deploys here or splits the traffic.
        </p>
        {failure !== null && !isPlaced && (
          <FormFailure what="Could not start the rollout" failure={failure} />
        )}
      </div>
      <footer className={styles.footer}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={sending}>
          Start rollout
        </Button>
      </footer>
    </form>
  );
}

/** Fields whose refusal is shown beneath them. */
const PLACED = new Set(['candidateId', 'alpha', 'minRequests', 'pauseLimit', 'steps', 'weight', 'hold']);

interface StepFieldsProps {
  readonly steps: readonly StepValues[];
  readonly errors: StartErrors;
  readonly perMinute: number;
  readonly onChange: (steps: readonly StepValues[]) => void;
}

function StepFields({ steps, errors, perMinute, onChange }: StepFieldsProps) {
  const set = (index: number, part: Partial<StepValues>) =>
    onChange(steps.map((step, at) => (at === index ? { ...step, ...part } : step)));
  const refused = errors.steps ?? errors.weight ?? errors.hold;
  return (
    <fieldset className={styles.stepSet}>
      <legend className={styles.stepHead}>Steps: share of the traffic, and how long at least</legend>
      <ol className={styles.stepRows}>
        {steps.map((step, index) => {
          const weight = Number(step.weight);
          return (
            <li key={index}>
              <span className="t3 f12">Step {index + 1}</span>
              <TextInput
                aria-label={`Percent of step ${index + 1}`}
                inputMode="numeric"
                autoComplete="off"
                rightSection="%"
                value={step.weight}
                onChange={(event) => set(index, { weight: event.currentTarget.value })}
                error={errorOf(errors, `weight ${index}`)}
              />
              <div className={styles.hold}>
                <SpanField
                  bare
                  label={`Hold of step ${index + 1}`}
                  value={step.hold}
                  onChange={(hold) => set(index, { hold })}
                  error={errorOf(errors, `hold ${index}`)}
                />
                <span className="t3 f12 num">
                  {step.weight.trim() === '' || !Number.isFinite(weight)
                    ? '–'
                    : shareInWords(perMinute, weight)}
                </span>
              </div>
              <ActionIcon
                variant="subtle"
                aria-label={`Remove step ${index + 1}`}
                disabled={steps.length === 1}
                onClick={() => onChange(steps.filter((_, at) => at !== index))}
              >
                <Icon name="close" size={14} />
              </ActionIcon>
            </li>
          );
        })}
      </ol>
      {refused !== undefined && (
        <p role="alert" className={styles.refused}>
          <FieldError>{refused}</FieldError>
        </p>
      )}
      <div>
        <Button
          variant="subtle"
          leftSection={<Icon name="plus" size={14} />}
          disabled={steps.length >= MOST_STEPS}
          onClick={() => onChange([...steps, nextStep(steps)])}
        >
          Add step
        </Button>
      </div>
    </fieldset>
  );
}

/** Half of what is left, for as long as the step before. */
function nextStep(steps: readonly StepValues[]): StepValues {
  const last = steps.at(-1);
  const weight = Number(last?.weight ?? '0');
  const next = Math.min(99, Math.ceil((weight + 100) / 2));
  return {
    weight: Number.isFinite(next) ? String(next) : '',
    hold: last?.hold ?? { amount: '30', unit: 'minutes' },
  };
}

function errorOf(errors: StartErrors, name: string) {
  const message = errors[name];
  return message === undefined ? null : <FieldError>{message}</FieldError>;
}

/** Where its versions are deployed from. */
function modelPath({ revisions }: EndpointDetail): string {
  const model = newestFirst(revisions).find(({ modelVersion }) => modelVersion !== null)?.modelVersion?.model
    .id;
  return model === undefined ? paths.models() : paths.model(model);
}
