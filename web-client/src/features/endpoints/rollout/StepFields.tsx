import { ActionIcon, Button, TextInput } from '@mantine/core';
import { expectedInWords } from '@/features/endpoints/traffic';
import { FieldError } from '@/parts/form';
import { Icon } from '@/parts/Icon';
import { SpanField } from '@/parts/SpanField';
import styles from './rollout.module.css';
import { MOST_STEPS, type StartErrors, type StepValues } from './start-values';
import { words } from './words';

const says = words.stepFields;

interface StepFieldsProps {
  readonly steps: readonly StepValues[];
  readonly errors: StartErrors;
  readonly perMinute: number;
  /** How many there are at least; 1 when left out. */
  readonly fewest?: number;
  readonly onChange: (steps: readonly StepValues[]) => void;
}

/** Steps of a rollout to fill in; says what each share means in requests. */
export function StepFields({ steps, errors, perMinute, fewest = 1, onChange }: StepFieldsProps) {
  const set = (index: number, part: Partial<StepValues>) =>
    onChange(steps.map((step, at) => (at === index ? { ...step, ...part } : step)));
  const refused = errors.steps ?? errors.weight ?? errors.hold;
  return (
    <fieldset className={styles.stepSet}>
      <legend className={styles.stepHead}>{says.stepsShare}</legend>
      <ol className={styles.stepRows}>
        {steps.map((step, index) => {
          const weight = Number(step.weight);
          return (
            <li key={index}>
              <span className="t3 f12">Step {index + 1}</span>
              <TextInput
                aria-label={says.percentOfStep(index + 1)}
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
                  label={says.label(index + 1)}
                  value={step.hold}
                  onChange={(hold) => set(index, { hold })}
                  error={errorOf(errors, `hold ${index}`)}
                />
                <span className="t3 f12 num">
                  {step.weight.trim() === '' || !Number.isFinite(weight)
                    ? '–'
                    : expectedInWords(perMinute, weight)}
                </span>
              </div>
              <ActionIcon
                variant="subtle"
                aria-label={says.removeStep(index + 1)}
                disabled={steps.length <= fewest}
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
          {says.addStep}
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

export function errorOf(errors: StartErrors, name: string) {
  const message = errors[name];
  return message === undefined ? null : <FieldError>{message}</FieldError>;
}
