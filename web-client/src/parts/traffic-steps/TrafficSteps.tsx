import { ActionIcon, Button, TextInput } from '@mantine/core';
import { NO_VALUE } from '@/format/number';
import type { Span } from '@/format/span';
import { FieldError } from '@/parts/form';
import { Icon } from '@/parts/Icon';
import { SpanField } from '@/parts/SpanField';
import styles from './traffic-steps.module.css';
import { words as says } from './words';

/** What is filled in of a step; text, because a field may be half typed. */
export interface TrafficStep {
  /** Percent of the traffic. */
  readonly weight: string;
  readonly hold: Span;
}

interface TrafficStepsProps {
  readonly legend: string;
  readonly steps: readonly TrafficStep[];
  /** Of a field: `weight 0`, `hold 2`. */
  readonly errors: Readonly<Record<string, string | undefined>>;
  /** What is wrong with all of them together. */
  readonly refused: string | undefined;
  /** How many there are at least; 1 when left out. */
  readonly fewest?: number;
  readonly most: number;
  /** What the first one holds for where there is none to go by. */
  readonly firstHold: Span;
  /** What a share means, in words; nothing is said when left out. */
  readonly meaning?: (percent: number) => string;
  readonly onChange: (steps: readonly TrafficStep[]) => void;
}

/** Shares of the traffic that follow one another, and for how long each holds at least, to fill in. */
export function TrafficSteps(props: TrafficStepsProps) {
  const { legend, steps, errors, refused, fewest = 1, most, firstHold, meaning, onChange } = props;
  const set = (index: number, part: Partial<TrafficStep>) =>
    onChange(steps.map((step, at) => (at === index ? { ...step, ...part } : step)));
  return (
    <fieldset className={styles.set}>
      <legend>{legend}</legend>
      <ol className={styles.rows}>
        {steps.map((step, index) => (
          <li key={index}>
            <span className="t3 f12">{says.step(index + 1)}</span>
            <TextInput
              aria-label={says.percentOfStep(index + 1)}
              inputMode="numeric"
              autoComplete="off"
              rightSection="%"
              value={step.weight}
              onChange={(event) => set(index, { weight: event.currentTarget.value })}
              error={errorOf(errors[`weight ${index}`])}
            />
            <div className={styles.hold}>
              <SpanField
                bare
                label={says.holdOfStep(index + 1)}
                value={step.hold}
                onChange={(hold) => set(index, { hold })}
                error={errorOf(errors[`hold ${index}`])}
              />
              {meaning !== undefined && <span className="t3 f12 num">{meaningOf(step.weight, meaning)}</span>}
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
        ))}
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
          disabled={steps.length >= most}
          onClick={() => onChange([...steps, nextStep(steps.at(-1), firstHold)])}
        >
          {says.addStep}
        </Button>
      </div>
    </fieldset>
  );
}

function meaningOf(typed: string, meaning: (percent: number) => string): string {
  const percent = Number(typed);
  return typed.trim() === '' || !Number.isFinite(percent) ? NO_VALUE : meaning(percent);
}

/** Half of what is left, for as long as the step before. */
function nextStep(last: TrafficStep | undefined, firstHold: Span): TrafficStep {
  const next = Math.min(99, Math.ceil((Number(last?.weight ?? '0') + 100) / 2));
  return { weight: Number.isFinite(next) ? String(next) : '', hold: last?.hold ?? firstHold };
}

function errorOf(message: string | undefined) {
  return message === undefined ? null : <FieldError>{message}</FieldError>;
}
