import { TextInput } from '@mantine/core';
import { SetRolloutPolicyDocument } from '@/api/generated/endpoints';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { FormDialog, useForm } from '@/parts/form';
import { differences, LimitFields } from './LimitFields';
import { checkPolicyValues, firstValues, placed, policyInput, type PolicyValues } from './start-values';
import { StepFields } from './StepFields';
import type { PolicyOfEndpoint } from './use-rollouts';
import { words } from './words';

const says = words.policyDialog;

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
    differences,
  });
  const { steps } = form.values;
  return (
    <FormDialog
      title={says.title(endpoint.name)}
      verb={says.verb}
      what={says.what}
      wide
      form={form}
      onClose={onClose}
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
        label={says.label}
        description={says.hint}
        autoComplete="off"
        {...form.text('stickyHeader')}
      />
      <p className="t2 f12" role="status">
        {says.whatIsUnderWay(steps.length)}
      </p>
    </FormDialog>
  );
}
