import { NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { SPAN_UNITS, type Span, type SpanUnit } from '@/format/span';
import styles from './SpanField.module.css';
import { words } from './words';

interface SpanFieldProps {
  readonly label: string;
  readonly value: Span;
  readonly onChange: (value: Span) => void;
  readonly units?: readonly SpanUnit[];
  readonly description?: string;
  readonly error?: ReactNode;
  /** The label is heard and not seen: the field stands in a row under a head, or within a sentence. */
  readonly bare?: boolean;
}

const ALL: readonly SpanUnit[] = ['seconds', 'minutes', 'hours', 'days'];

/** How long something lasts: a number and its unit. */
export function SpanField(props: SpanFieldProps) {
  const { label, value, onChange, units = ALL, description, error, bare = false } = props;
  const named = (name: string) => (bare ? { 'aria-label': name } : { label: name });
  return (
    <div className={styles.span} data-bare={bare || undefined}>
      <TextInput
        {...named(label)}
        {...(description === undefined ? {} : { description })}
        inputMode="decimal"
        autoComplete="off"
        value={value.amount}
        onChange={(event) => onChange({ ...value, amount: event.currentTarget.value })}
        error={error}
      />
      <NativeSelect
        aria-label={words.span.unitOf(label)}
        data={SPAN_UNITS.filter(({ value: unit }) => units.includes(unit)).map(
          ({ value: unit, label: text }) => ({
            value: unit,
            label: text,
          }),
        )}
        value={value.unit}
        onChange={(event) => onChange({ ...value, unit: event.currentTarget.value as SpanUnit })}
      />
    </div>
  );
}
