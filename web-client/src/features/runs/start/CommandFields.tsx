import { Textarea } from '@mantine/core';
import { FieldError } from '@/parts/form';
import type { FieldsProps } from './InputFields';
import styles from './start.module.css';
import { words } from './words';

const says = words.command;

/** A program of one's own, as the job's account starts it. */
export function CommandFields({ values, set, errors }: FieldsProps) {
  return (
    <fieldset className={styles.group}>
      <legend>{says.title}</legend>
      <Textarea
        label={says.command}
        description={says.hint}
        required
        rows={3}
        spellCheck={false}
        placeholder={'python3\n/job/inputs/code/train.py'}
        value={values.command}
        onChange={(event) => set({ command: event.currentTarget.value })}
        error={errors.command !== undefined && <FieldError>{errors.command}</FieldError>}
      />
      <Textarea
        label={says.parameters}
        description={says.parametersHint}
        rows={3}
        spellCheck={false}
        value={values.parameters}
        onChange={(event) => set({ parameters: event.currentTarget.value })}
        error={errors.parameters !== undefined && <FieldError>{errors.parameters}</FieldError>}
      />
    </fieldset>
  );
}
