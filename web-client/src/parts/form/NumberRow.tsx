import { TextInput } from '@mantine/core';
import { FieldError } from './FormFailure';
import styles from './number-row.module.css';

interface NumberRowProps<Name extends string> {
  readonly fields: readonly {
    readonly name: Name;
    readonly label: string;
    readonly error: string | undefined;
  }[];
  readonly values: Readonly<Record<Name, string>>;
  readonly onChange: (name: Name, value: string) => void;
}

/** A few numbers beside each other; text, because a field may be half typed. */
export function NumberRow<Name extends string>({ fields, values, onChange }: NumberRowProps<Name>) {
  return (
    <div className={styles.row}>
      {fields.map(({ name, label, error }) => (
        <TextInput
          key={name}
          label={label}
          inputMode="decimal"
          autoComplete="off"
          value={values[name]}
          onChange={(event) => onChange(name, event.currentTarget.value)}
          error={error !== undefined && <FieldError>{error}</FieldError>}
        />
      ))}
    </div>
  );
}
