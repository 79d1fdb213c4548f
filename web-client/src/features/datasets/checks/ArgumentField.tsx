import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { stateWord } from '@/parts/State';
import type { Argument } from './catalogue';
import styles from './checks.module.css';
import { words } from './words';

const says = words.argumentField;

interface ArgumentFieldProps {
  readonly argument: Argument;
  /** Id of the list of columns. */
  readonly columns: string;
  readonly value: string;
  readonly error: ReactNode;
  readonly onChange: (value: string) => void;
}

/** One argument, as its kind is typed in. */
export function ArgumentField({ argument, columns, value, error, onChange }: ArgumentFieldProps) {
  const { label, kind, required } = argument;
  const field = { label, required, error };
  switch (kind) {
    case 'flag':
    case 'unless':
      return (
        <Checkbox
          className={styles.flag ?? ''}
          label={label}
          checked={value === 'true'}
          onChange={(event) => onChange(event.currentTarget.checked ? 'true' : '')}
        />
      );
    case 'values':
    case 'names':
    case 'types':
    case 'quantiles':
      return (
        <Textarea
          {...field}
          className={styles.lines ?? ''}
          description={LINES[kind]}
          rows={Math.min(8, Math.max(3, value.split('\n').length))}
          spellCheck={false}
          autoCapitalize="off"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'bound':
    case 'number':
    case 'count':
    case 'type':
    case 'regex':
    case 'column':
      return (
        <TextInput
          {...field}
          description={kind === 'bound' ? says.hint : undefined}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          {...(kind === 'number' || kind === 'count' ? { inputMode: 'decimal' as const } : {})}
          {...(kind === 'column' ? { list: columns } : {})}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    default:
      return (
        <NativeSelect
          {...field}
          data={[
            { value: '', label: 'Usual' },
            ...kind.map((choice) => ({ value: choice, label: stateWord(choice) })),
          ]}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

const LINES = {
  values: says.values,
  names: says.names,
  types: says.names,
  quantiles: says.quantiles,
} as const;
