import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';

export interface SelectOption<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
  /** Shown, but not to be chosen; its label says why. */
  readonly disabled?: boolean;
}

interface SelectFieldProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly description?: string;
  readonly error?: ReactNode;
  readonly disabled?: boolean;
}

/** One of a few: the browser's own list, which phones draw in their way. For hundreds there is `PickField`. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { options, onChange, disabled = false, ...field } = props;
  return (
    <NativeSelect
      {...field}
      disabled={disabled}
      data={options.map((option) => ({ ...option }))}
      onChange={(event) => onChange(event.currentTarget.value as Value)}
    />
  );
}
