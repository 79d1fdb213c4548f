import { NativeSelect, TextInput } from '@mantine/core';
import { FieldError, IdentifierField } from '@/parts/form';
import type { FieldsProps } from './InputFields';
import styles from './start.module.css';
import { OPTIMIZERS, TRAINER_NUMBERS } from './start-values';
import type { Choices } from './use-start-run';
import { words } from './words';

const says = words.trainer;

/** What the trainer for tables wants to know; what is left out it decides itself. */
export function TrainerFields({ values, set, errors, choices }: FieldsProps & { readonly choices: Choices }) {
  const first = values.inputs.find(({ versionId }) => versionId !== '')?.versionId;
  const columns = choices.versions.list.find(({ value }) => value === first)?.columns ?? [];
  const targetError = errors.target !== undefined && <FieldError>{errors.target}</FieldError>;
  return (
    <fieldset className={styles.group}>
      <legend>{says.title}</legend>
      <div className={styles.two}>
        <NativeSelect
          label={says.task}
          data={[
            { value: 'CLASSIFICATION', label: says.classification },
            { value: 'REGRESSION', label: says.regression },
          ]}
          value={values.task}
          onChange={(event) => set({ task: event.currentTarget.value })}
        />
        {columns.length === 0 ? (
          <IdentifierField
            label={says.target}

            value={values.target}
            onChange={(event) => set({ target: event.currentTarget.value })}
            error={targetError}
          />
        ) : (
          <NativeSelect
            label={says.target}
            required
            data={['', ...columns]}
            value={columns.includes(values.target) ? values.target : ''}
            onChange={(event) => set({ target: event.currentTarget.value })}
            error={targetError}
          />
        )}
      </div>
      <div className={styles.three}>
        {TRAINER_NUMBERS.map(({ name, label, fallback }) => {
          const error = errors[name];
          return (
            <TextInput
              key={name}
              label={label}
              inputMode="decimal"
              autoComplete="off"
              placeholder={fallback}
              value={values.numbers[name] ?? ''}
              onChange={(event) => set({ numbers: { ...values.numbers, [name]: event.currentTarget.value } })}
              error={error !== undefined && <FieldError>{error}</FieldError>}
            />
          );
        })}
      </div>
      <div className={styles.two}>
        <NativeSelect
          label={says.optimizer}
          data={OPTIMIZERS.map((value) => ({
            value,
            label: value === '' ? says.usualOptimizer : value,
          }))}
          value={values.optimizer}
          onChange={(event) => set({ optimizer: event.currentTarget.value })}
        />
        <TextInput
          label={says.features}
          autoComplete="off"
          spellCheck={false}
          placeholder={says.allFeatures}
          value={values.features}
          onChange={(event) => set({ features: event.currentTarget.value })}
        />
      </div>
    </fieldset>
  );
}
