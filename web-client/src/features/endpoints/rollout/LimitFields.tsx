import { TextInput } from '@mantine/core';
import { percent, count } from '@/format/number';
import { spanInWords } from '@/format/span';
import type { Difference, Form } from '@/parts/form';
import { SpanField } from '@/parts/SpanField';
import styles from './rollout.module.css';
import { firstValues, type PolicyValues, type StartValues, type StepValues } from './start-values';
import type { PolicyOfEndpoint } from './use-rollouts';

/** How sure a rollout must be, from how many requests on, and how long it may pause. */
export function LimitFields({ form }: { readonly form: Pick<Form<StartValues>, 'text' | 'field'> }) {
  return (
    <div className={styles.pair}>
      <TextInput
        label="α"
        description="Rolled back by mistake"
        inputMode="decimal"
        autoComplete="off"
        rightSection="%"
        {...form.text('alpha')}
      />
      <TextInput
        label="Requests a step"
        description="The minimum, to pass it"
        inputMode="numeric"
        autoComplete="off"
        {...form.text('minRequests')}
      />
      <SpanField
        label="Maximum pause"
        description="Then it is rolled back"
        units={['minutes', 'hours', 'days']}
        {...form.field('pauseLimit')}
      />
    </div>
  );
}

/** Two policies, by what they say. */
export function differences(theirs: PolicyOfEndpoint, values: PolicyValues): Difference[] {
  return [
    { label: 'Steps', theirs: stepsInWords(firstValues(theirs).steps), yours: stepsInWords(values.steps) },
    { label: 'α', theirs: percent(theirs.alpha, 2), yours: `${values.alpha} %` },
    { label: 'Requests a step', theirs: count(theirs.minRequests), yours: values.minRequests },
    {
      label: 'Maximum pause',
      theirs: spanInWords(theirs.pauseLimit),
      yours: `${values.pauseLimit.amount} ${values.pauseLimit.unit}`,
    },
    { label: 'Sticky header', theirs: theirs.stickyHeader, yours: values.stickyHeader },
  ];
}

function stepsInWords(steps: readonly StepValues[]): string {
  const words = steps.map(({ weight, hold }) => `${weight} % for ${hold.amount} ${hold.unit}`);
  return words.join(', ') || 'none';
}
