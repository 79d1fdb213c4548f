import { Button, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { Link } from 'react-router';
import { StartRolloutDocument } from '@/api/generated/endpoints';
import { useChange } from '@/api/use-change';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { modelName, newestFirst, serving } from '@/features/endpoints/revisions';
import { msInWords, spanMs } from '@/format/span';
import { Dialog } from '@/parts/Dialog';
import { FormFailure } from '@/parts/form';
import { SelectField } from '@/parts/SelectField';
import { SpanField } from '@/parts/SpanField';
import { Empty } from '@/parts/states';
import { stateWord } from '@/parts/State';
import { paths } from '@/paths';
import { evidenceText } from './rollout';
import styles from './rollout.module.css';
import {
  checkStart,
  FIRST_STEPS,
  firstValues,
  startInput,
  type StartErrors,
  type StartValues,
} from './start-values';
import { errorOf, StepFields } from './StepFields';
import type { PolicyOfEndpoint } from './use-rollouts';

interface StartDialogProps {
  readonly endpoint: EndpointDetail;
  readonly perMinute: number;
  /** What it is filled in with; null where the endpoint has none. */
  readonly policy: PolicyOfEndpoint | null;
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

function StartForm({ endpoint, perMinute, policy, onClose, onStale, candidates, baseline }: StartFormProps) {
  const [values, setValues] = useState<StartValues>(() => ({
    ...firstValues(policy),
    ...(policy?.steps.length === 0 ? { steps: FIRST_STEPS } : {}),
    candidateId: candidates[0]?.id ?? '',
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

/** Where its versions are deployed from. */
function modelPath({ revisions }: EndpointDetail): string {
  const model = newestFirst(revisions).find(({ modelVersion }) => modelVersion !== null)?.modelVersion?.model
    .id;
  return model === undefined ? paths.models() : paths.model(model);
}
