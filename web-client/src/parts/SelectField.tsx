import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';

export interface SelectOption {
  readonly value: string;
  readonly label: string;
  /** Shown, but not to be chosen; its label says why. */
  readonly disabled?: boolean;
}

interface SelectFieldProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly SelectOption[];
  readonly onChange: (value: string) => void;
  readonly description?: string;
  readonly error?: ReactNode;
  readonly disabled?: boolean;
}

/** One of a few: the browser's own list, which phones draw in their way. */
export function SelectField({ options, onChange, disabled = false, ...field }: SelectFieldProps) {
  return (
    <NativeSelect
      {...field}
      disabled={disabled}
      data={options.map((option) => ({ ...option }))}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
