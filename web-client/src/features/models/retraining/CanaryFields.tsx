import { ActionIcon, Button, TextInput } from '@mantine/core';
import { FieldError } from '@/parts/form';
import { Icon } from '@/parts/Icon';
import { SpanField } from '@/parts/SpanField';
import { MOST_STEPS, type CanaryValues, type PolicyErrors } from './policy-values';
import styles from './policy.module.css';
import { words } from './policy-words';

const says = words.canaryFields;

interface CanaryFieldsProps {
  readonly steps: readonly CanaryValues[];
  readonly errors: PolicyErrors;
  readonly onChange: (steps: readonly CanaryValues[]) => void;
}

/** Which share of the endpoint's traffic an approved challenger takes, for how long at least. */
export function CanaryFields({ steps, errors, onChange }: CanaryFieldsProps) {
  const set = (index: number, part: Partial<CanaryValues>) =>
    onChange(steps.map((step, at) => (at === index ? { ...step, ...part } : step)));
  return (
    <fieldset className={styles.set}>
      <legend>{says.canaryShare}</legend>
      <ol className={styles.rows}>
        {steps.map((step, index) => (
          <li key={index}>
            <TextInput
              aria-label={says.percentOfStep(index + 1)}
              inputMode="numeric"
              autoComplete="off"
              rightSection="%"
              value={step.weight}
              onChange={(event) => set(index, { weight: event.currentTarget.value })}
              error={errorOf(errors, `weight ${index}`)}
            />
            <SpanField
              bare
              label={says.label(index + 1)}
              value={step.hold}
              onChange={(hold) => set(index, { hold })}
              error={errorOf(errors, `hold ${index}`)}
            />
            <ActionIcon
              variant="subtle"
              aria-label={says.removeStep(index + 1)}
              disabled={steps.length === 1}
              onClick={() => onChange(steps.filter((_, at) => at !== index))}
            >
              <Icon name="close" size={14} />
            </ActionIcon>
          </li>
        ))}
      </ol>
      {errors.canary !== undefined && (
        <p role="alert" className={styles.refused}>
          <FieldError>{errors.canary}</FieldError>
        </p>
      )}
      <div>
        <Button
          variant="subtle"
          leftSection={<Icon name="plus" size={14} />}
          disabled={steps.length >= MOST_STEPS}
          onClick={() => onChange([...steps, nextStep(steps)])}
        >
          {says.addStep}
        </Button>
      </div>
    </fieldset>
  );
}

/** Half of what is left, for as long as the step before. */
function nextStep(steps: readonly CanaryValues[]): CanaryValues {
  const last = steps.at(-1);
  const next = Math.min(99, Math.ceil((Number(last?.weight ?? '0') + 100) / 2));
  return {
    weight: Number.isFinite(next) ? String(next) : '',
    hold: last?.hold ?? { amount: '1', unit: 'hours' },
  };
}

export function errorOf(errors: PolicyErrors, name: string) {
  const message = errors[name];
  return message === undefined ? null : <FieldError>{message}</FieldError>;
}
