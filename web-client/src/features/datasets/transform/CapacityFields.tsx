import { NumberRow } from '@/parts/form';
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
      <NumberRow
        fields={FIELDS.map((field) => ({ ...field, error: errors[field.name] }))}
        values={values}
        onChange={(name, value) => set({ [name]: value })}
      />
    </fieldset>
  );
}
