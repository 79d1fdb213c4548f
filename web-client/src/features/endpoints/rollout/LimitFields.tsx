import { TextInput } from '@mantine/core';
import { percent, count } from '@/format/number';
import { spanInWords } from '@/format/span';
import type { Difference, Form } from '@/parts/form';
import { SpanField } from '@/parts/SpanField';
import type { TrafficStep } from '@/parts/traffic-steps/TrafficSteps';
import styles from './rollout.module.css';
import { firstValues, type PolicyValues, type StartValues } from './start-values';
import type { PolicyOfEndpoint } from './use-rollouts';
import { words } from './words';

const says = words.limitFields;

/** How sure a rollout must be, from how many requests on, and how long it may pause. */
export function LimitFields({ form }: { readonly form: Pick<Form<StartValues>, 'text' | 'field'> }) {
  return (
    <div className={styles.pair}>
      <TextInput
        label="α"
        description={says.rolledBackByMistake}
        inputMode="decimal"
        autoComplete="off"
        rightSection="%"
        {...form.text('alpha')}
      />
      <TextInput
        label={says.requestsAStep}
        description={says.minimumToPass}
        inputMode="numeric"
        autoComplete="off"
        {...form.text('minRequests')}
      />
      <SpanField
        label={says.maximumPause}
        description={says.isRolled}
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
    { label: says.requestsAStep, theirs: count(theirs.minRequests), yours: values.minRequests },
    {
      label: says.maximumPause,
      theirs: spanInWords(theirs.pauseLimit),
      yours: `${values.pauseLimit.amount} ${values.pauseLimit.unit}`,
    },
    { label: says.stickyHeader, theirs: theirs.stickyHeader, yours: values.stickyHeader },
  ];
}

function stepsInWords(steps: readonly TrafficStep[]): string {
  const words = steps.map(({ weight, hold }) => says.for(weight, hold.amount, hold.unit));
  return words.join(', ') || 'none';
}
