import { TextInput } from '@mantine/core';
import { FieldError } from '@/parts/form';
import styles from './transform.module.css';
import type { TransformForm } from './use-transform';
import { words } from './words';

const says = words.capacityFields;

const FIELDS = [
  { name: 'cpus', label: says.cpuCores },
  { name: 'memoryMib', label: says.memoryMib },
  { name: 'maxMinutes', label: says.timeLimitMinutes },
] as const;

/** What the job may use. */
export function CapacityFields({ form: { values, set, errors } }: { readonly form: TransformForm }) {
  return (
    <fieldset className={styles.group}>
      <legend className="sr">Capacity</legend>
      <div className={styles.three}>
        {FIELDS.map(({ name, label }) => (
          <TextInput
            key={name}
            label={label}
            inputMode="decimal"
            autoComplete="off"
            value={values[name]}
            onChange={(event) => set({ [name]: event.currentTarget.value })}
            error={errors[name] !== undefined && <FieldError>{errors[name]}</FieldError>}
          />
        ))}
      </div>
    </fieldset>
  );
}
