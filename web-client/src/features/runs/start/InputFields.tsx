import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { FieldError } from '@/parts/form';
import { Icon } from '@/parts/Icon';
import { MoreChoices } from '@/parts/MoreChoices';
import styles from './start.module.css';
import type { InputValue, StartErrors, StartValues } from './start-values';
import type { Choices } from './use-start-run';

/** The platform takes so many. */
const MAX_INPUTS = 20;

export interface FieldsProps {
  readonly values: StartValues;
  readonly set: (change: Partial<StartValues>) => void;
  readonly errors: StartErrors;
}

/** Which data set versions the job reads, and in which folders it finds them. */
export function InputFields({ values, set, errors, choices }: FieldsProps & { readonly choices: Choices }) {
  const { inputs } = values;
  const change = (index: number, changed: Partial<InputValue>) =>
    set({ inputs: inputs.map((input, at) => (at === index ? { ...input, ...changed } : input)) });
  return (
    <fieldset className={styles.group}>
      <legend>Data</legend>
      {inputs.map((input, index) => {
        const versionError = errors[`inputs.${index}.versionId`];
        const pathError = errors[`inputs.${index}.path`];
        return (
          // Their order is all that tells them apart.
          <div key={index} className={styles.input}>
            <NativeSelect
              label="Data set version"
              disabled={values.projectId === ''}
              data={[{ value: '', label: 'None' }, ...given(input, choices), ...choices.versions.list]}
              value={input.versionId}
              onChange={(event) => change(index, { versionId: event.currentTarget.value })}
              error={versionError !== undefined && <FieldError>{versionError}</FieldError>}
            />
            <TextInput
              label="Folder"
              autoComplete="off"
              spellCheck={false}
              value={input.path}
              onChange={(event) => change(index, { path: event.currentTarget.value })}
              error={pathError !== undefined && <FieldError>{pathError}</FieldError>}
            />
            <ActionIcon
              variant="subtle"
              aria-label={`Remove data set version ${index + 1}`}
              disabled={inputs.length === 1}
              onClick={() => set({ inputs: inputs.filter((_, at) => at !== index) })}
            >
              <Icon name="close" size={14} />
            </ActionIcon>
          </div>
        );
      })}
      <MoreChoices loaded={choices.datasetsLoaded} noun="data sets" more={choices.versions.more} />
      {choices.hasOlderVersions && (
        <p className="t3 f12">Of each data set the ten newest versions are listed.</p>
      )}
      <Button
        variant="subtle"
        leftSection={<Icon name="plus" size={14} />}
        disabled={inputs.length >= MAX_INPUTS}
        onClick={() => set({ inputs: [...inputs, { versionId: '', path: `data${inputs.length + 1}` }] })}
      >
        Add data
      </Button>
    </fieldset>
  );
}

/** A version that the run is to have and that is not loaded: without it the form would show another one. */
function given({ versionId, name }: InputValue, { versions }: Choices) {
  const isKnown = versionId === '' || versions.list.some(({ value }) => value === versionId);
  return isKnown ? [] : [{ value: versionId, label: name ?? versionId }];
}
