import { Button, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { SetRolloutPolicyDocument } from '@/api/generated/endpoints';
import { useChange } from '@/api/use-change';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { Dialog } from '@/parts/Dialog';
import { FormFailure } from '@/parts/form';
import { SpanField } from '@/parts/SpanField';
import styles from './rollout.module.css';
import {
  checkPolicyValues,
  firstValues,
  policyInput,
  type PolicyValues,
  type StartErrors,
} from './start-values';
import { errorOf, StepFields } from './StepFields';
import type { PolicyOfEndpoint } from './use-rollouts';

interface PolicyDialogProps {
  readonly endpoint: EndpointDetail;
  readonly policy: PolicyOfEndpoint | null;
  readonly perMinute: number;
  readonly onClose: () => void;
  readonly onStale: () => void;
}

/** Says by which steps candidates take over here from now on. */
export function PolicyDialog({ endpoint, policy, perMinute, onClose, onStale }: PolicyDialogProps) {
  const [seen] = useState(policy?.version ?? null);
  const [values, setValues] = useState<PolicyValues>(() => ({
    ...firstValues(policy),
    stickyHeader: policy?.stickyHeader ?? 'x-keelson-sticky-key',
  }));
  const [errors, setErrors] = useState<StartErrors>({});
  const { send, sending, failure, reset } = useChange(SetRolloutPolicyDocument);
  const shown = { ...(failure?.fields ?? {}), ...errors };
  const isPlaced = failure !== null && Object.keys(failure.fields).some((name) => PLACED.has(name));

  function change(part: Partial<PolicyValues>) {
    setValues((before) => ({ ...before, ...part }));
    setErrors({});
    reset();
  }

  async function set(event: SyntheticEvent) {
    event.preventDefault();
    const found = checkPolicyValues(values);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    const done = await send({ input: policyInput(values, endpoint.id, seen) });
    if (done !== null) onClose();
    else onStale();
  }

  return (
    <Dialog title={`Rollout policy of ${endpoint.name}`} opened onClose={onClose} wide>
      <form noValidate onSubmit={(event) => void set(event)}>
        <div className={styles.fields}>
          <StepFields
            steps={values.steps}
            errors={shown}
            perMinute={perMinute}
            fewest={0}
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
          <TextInput
            label="Sticky header"
            description="Requests with one value of it go to one revision in each step"
            autoComplete="off"
            value={values.stickyHeader}
            onChange={(event) => change({ stickyHeader: event.currentTarget.value })}
            error={errorOf(shown, 'stickyHeader')}
          />
          <p className="t2 f12" role="status">
            {values.steps.length === 0
              ? 'Without steps a deployment takes all of the traffic at once. '
              : 'A deployment that names no share takes over by these steps, and so does a retraining that names none. '}
            What is under way goes on as it began.
          </p>
          {failure !== null && !isPlaced && <FormFailure what="Could not set the policy" failure={failure} />}
        </div>
        <footer className={styles.footer}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={sending}>
            Set policy
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

/** Fields whose refusal is shown beneath them. */
const PLACED = new Set(['alpha', 'minRequests', 'pauseLimit', 'stickyHeader', 'steps', 'weight', 'hold']);
