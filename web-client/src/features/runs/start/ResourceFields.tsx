import { NumberRow } from '@/parts/form';
import type { FieldsProps } from './InputFields';
import styles from './start.module.css';
import { words } from './words';

const says = words.capacity;

export function ResourceFields({ values, set, errors }: FieldsProps) {
  const fields = [
    { name: 'cpus', label: says.cpus, error: errors.cpus },
    { name: 'memoryMib', label: says.memory, error: errors.memoryMib ?? errors.memoryBytes },
    { name: 'maxMinutes', label: says.limit, error: errors.maxMinutes ?? errors.maxDuration },
    { name: 'retries', label: says.retries, error: errors.retries },
  ] as const;
  return (
    <fieldset className={styles.group}>
      <legend>{says.title}</legend>
      <NumberRow fields={fields} values={values} onChange={(name, value) => set({ [name]: value })} />
    </fieldset>
  );
}
