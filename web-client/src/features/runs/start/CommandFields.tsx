import { Textarea } from '@mantine/core';
import { FieldError } from '@/parts/form';
import type { FieldsProps } from './InputFields';
import styles from './start.module.css';

/** A program of one's own, as the job's account starts it. */
export function CommandFields({ values, set, errors }: FieldsProps) {
  return (
    <fieldset className={styles.group}>
      <legend>Program</legend>
      <Textarea
        label="Command"
        description="One argument a line. Data lies below /job/inputs; what it leaves in /job/outputs becomes artifacts"
        required
        rows={3}
        spellCheck={false}
        placeholder={'python3\n/job/inputs/code/train.py'}
        value={values.command}
        onChange={(event) => set({ command: event.currentTarget.value })}
        error={errors.command !== undefined && <FieldError>{errors.command}</FieldError>}
      />
      <Textarea
        label="Parameters"
        description="A JSON object; the program finds it in /job/parameters.json"
        rows={3}
        spellCheck={false}
        value={values.parameters}
        onChange={(event) => set({ parameters: event.currentTarget.value })}
        error={errors.parameters !== undefined && <FieldError>{errors.parameters}</FieldError>}
      />
    </fieldset>
  );
}
