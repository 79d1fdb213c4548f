import { ActionIcon, Button } from '@mantine/core';
import { FieldError, FormFailure, IdentifierField } from '@/parts/form';
import { GateField } from '@/parts/GateField';
import { Icon } from '@/parts/Icon';
import { MoreChoices } from '@/parts/MoreChoices';
import { PickField } from '@/parts/pick/PickField';
import { MAX_INPUTS, tableName, type SourceValue } from './transform-values';
import styles from './transform.module.css';
import type { TransformForm } from './use-transform';
import type { VersionChoice, VersionChoices } from './use-version-choices';
import { words } from './words';

const says = words.sourceFields;

interface SourceFieldsProps {
  readonly form: Pick<TransformForm, 'values' | 'errors' | 'set' | 'setInput'>;
  readonly choices: VersionChoices;
  /** The version that the form began with, which the list may not have loaded. */
  readonly given: VersionChoice | null;
  /** Whether a version may be made of them, which may need data that is validated. */
  readonly mayRun: boolean;
}

/** What the statement reads, and what it calls it. */
export function SourceFields({ form, choices, given, mayRun }: SourceFieldsProps) {
  const { values, errors, set, setInput } = form;
  const { inputs } = values;
  const isLoaded = given === null || choices.list.some(({ value }) => value === given.value);
  const versions = isLoaded ? choices.list : [given, ...choices.list];

  /** A name that was suggested goes with its data set; one that was typed stays. */
  function choose(index: number, versionId: string) {
    const { name, versionId: before } = inputs[index] ?? NOTHING;
    const taken = inputs.filter((_, at) => at !== index).map((input) => input.name);
    const suggested = (id: string) => {
      const dataset = versions.find(({ value }) => value === id)?.dataset;
      return dataset === undefined ? '' : tableName(dataset, taken);
    };
    setInput(index, { versionId, ...(name === suggested(before) ? { name: suggested(versionId) } : {}) });
  }

  return (
    <fieldset className={styles.group}>
      <legend className="sr">Reads</legend>
      {inputs.map((input, index) => {
        const versionError = errors[`inputs.${index}.versionId`];
        const nameError = errors[`inputs.${index}.name`];
        return (
          // Their order is all that tells them apart.
          // Their order is all that tells them apart.
          <div key={index} className={styles.input}>
            <PickField
              label={says.dataSetVersion}
              required
              placeholder={says.placeholder}
              options={versions.map(({ value, label }) => ({ value, label }))}
              value={input.versionId}
              onChange={(versionId) => choose(index, versionId)}
              error={versionError !== undefined && <FieldError>{versionError}</FieldError>}
            />
            <IdentifierField
              label={says.nameInTheStatement}

              autoCapitalize="off"

              value={input.name}
              onChange={(event) => setInput(index, { name: event.currentTarget.value })}
              error={nameError !== undefined && <FieldError>{nameError}</FieldError>}
            />
            <ActionIcon
              variant="subtle"
              aria-label={says.label(index + 1)}
              disabled={inputs.length === 1}
              onClick={() => set({ inputs: inputs.filter((_, at) => at !== index) })}
            >
              <Icon name="close" size={14} />
            </ActionIcon>
          </div>
        );
      })}
      {errors.inputs !== undefined && (
        <p className={styles.error}>
          <FieldError>{errors.inputs}</FieldError>
        </p>
      )}
      <MoreChoices loaded={choices.datasetsLoaded} noun={says.noun} more={choices.more} />
      {choices.hasOlder && <p className="t3 f12">{says.eachDataSet}</p>}
      {choices.failure !== null && <FormFailure what={says.what} failure={choices.failure} />}
      <Button
        variant="subtle"
        leftSection={<Icon name="plus" size={14} />}
        disabled={inputs.length >= MAX_INPUTS}
        onClick={() => set({ inputs: [...inputs, NOTHING] })}
      >
        {says.addData}
      </Button>
      {mayRun && (
        <GateField
          value={values.requires}
          onChange={(requires) => set({ requires })}
          closed={versions
            .filter(
              ({ value, isValidated }) => !isValidated && inputs.some(({ versionId }) => versionId === value),
            )
            .map(({ label }) => label)}
        />
      )}
    </fieldset>
  );
}

const NOTHING: SourceValue = { name: '', versionId: '' };
