import { TextInput } from '@mantine/core';
import { SetRolloutPolicyDocument } from '@/api/generated/endpoints';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { FormDialog, useForm } from '@/parts/form';
import { differences, LimitFields } from './LimitFields';
import { checkPolicyValues, firstValues, placed, policyInput, type PolicyValues } from './start-values';
import { StepFields } from './StepFields';
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
  const form = useForm<PolicyValues, PolicyOfEndpoint | null>({
    of: policy,
    values: (of) => ({ ...firstValues(of), stickyHeader: of?.stickyHeader ?? 'x-keelson-sticky-key' }),
    check: checkPolicyValues,
    send: async (values, { ask, of }) => {
      await ask(SetRolloutPolicyDocument, { input: policyInput(values, endpoint.id, of?.version ?? null) });
      onClose();
    },
    place: placed,
    onRefused: onStale,
  });
  const { steps } = form.values;
  return (
    <FormDialog
      title={`Rollout policy of ${endpoint.name}`}
      verb="Set policy"
      what="set the policy"
      wide
      form={form}
      onClose={onClose}
      differences={form.theirs === null ? [] : differences(form.theirs, form.values)}
    >
      <StepFields
        steps={steps}
        errors={form.errors}
        perMinute={perMinute}
        fewest={0}
        onChange={(next) => form.set({ steps: next })}
      />
      <LimitFields form={form} />
      <TextInput
        label="Sticky header"
        description="Requests with one value of it go to one revision in each step"
        autoComplete="off"
        {...form.text('stickyHeader')}
      />
      <p className="t2 f12" role="status">
        {steps.length === 0
          ? 'Without steps a deployment takes all of the traffic at once. '
          : 'A deployment that names no share takes over by these steps, and so does a retraining that names none. '}
        What is under way goes on as it started.
      </p>
    </FormDialog>
  );
}
