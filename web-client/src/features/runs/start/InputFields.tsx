import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { count } from '@/format/number';
import { FieldError } from '@/parts/form';
import { GateField } from '@/parts/GateField';
import { Icon } from '@/parts/Icon';
import { MoreChoices } from '@/parts/MoreChoices';
import { PickField } from '@/parts/pick/PickField';
import styles from './start.module.css';
import type { InputValue, StartErrors, StartValues } from './start-values';
import type { Choices, VersionsOf } from './use-start-run';
import { words } from './words';

const says = words.data;

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
      <legend>{says.title}</legend>
      {inputs.map((input, index) => {
        const versionError = errors[`inputs.${index}.versionId`];
        const pathError = errors[`inputs.${index}.path`];
        return (
          // Their order is all that tells them apart.
          <div key={index} className={styles.input}>
            <PickField
              label={says.version}
              disabled={values.projectId === ''}
              options={[
                { value: '', label: says.none },
                ...given(input, choices),
                ...choices.versions.list.map(({ value, label }) => ({ value, label })),
              ]}
              value={input.versionId}
              onChange={(versionId) => change(index, { versionId })}
              error={versionError !== undefined && <FieldError>{versionError}</FieldError>}
            />
            <TextInput
              label={says.folder}
              autoComplete="off"
              spellCheck={false}
              value={input.path}
              onChange={(event) => change(index, { path: event.currentTarget.value })}
              error={pathError !== undefined && <FieldError>{pathError}</FieldError>}
            />
            <ActionIcon
              variant="subtle"
              aria-label={says.remove(index + 1)}
              disabled={inputs.length === 1}
              onClick={() => set({ inputs: inputs.filter((_, at) => at !== index) })}
            >
              <Icon name="close" size={14} />
            </ActionIcon>
          </div>
        );
      })}
      <MoreChoices loaded={choices.datasetsLoaded} noun={says.datasets} more={choices.versions.more} />
      {choices.older.length > 0 && <OlderVersions of={choices.older} inputs={inputs} choices={choices} />}
      <Button
        variant="subtle"
        leftSection={<Icon name="plus" size={14} />}
        disabled={inputs.length >= MAX_INPUTS}
        onClick={() => set({ inputs: [...inputs, { versionId: '', path: `data${inputs.length + 1}` }] })}
      >
        {says.add}
      </Button>
      <GateField
        value={values.requires}
        onChange={(requires) => set({ requires })}
        closed={closed(inputs, choices)}
      />
    </fieldset>
  );
}

/** Those chosen that are not open to what needs validated data. */
function closed(inputs: readonly InputValue[], { versions }: Choices): string[] {
  return versions.list
    .filter(({ value, isValidated }) => !isValidated && inputs.some(({ versionId }) => versionId === value))
    .map(({ label }) => label);
}

interface OlderVersionsProps {
  readonly of: readonly VersionsOf[];
  readonly inputs: readonly InputValue[];
  readonly choices: Choices;
}

/** Brings the versions before the newest ones of a data set: of the one that is chosen, unless another is named. */
function OlderVersions({ of: datasets, inputs, choices }: OlderVersionsProps) {
  const [named, setNamed] = useState<string | null>(null);
  const select = useRef<HTMLSelectElement>(null);
  const chosen = choices.versions.list.find(({ value }) =>
    inputs.some(({ versionId }) => versionId === value),
  );
  const byId = (id: string | null | undefined) => datasets.find((dataset) => dataset.id === id);
  const dataset = byId(named) ?? byId(chosen?.datasetId) ?? datasets[0];
  const isWhole = dataset?.more === null;
  // The button goes with the last page; who pressed it goes on beside it.
  const pressed = useRef(false);
  useEffect(() => {
    if (isWhole && pressed.current && document.activeElement === document.body) select.current?.focus();
    pressed.current = false;
  }, [isWhole]);
  if (dataset === undefined) return null;
  const { id, loaded, more } = dataset;
  return (
    <div className={styles.older}>
      <NativeSelect
        ref={select}
        label={says.versionsOf}
        data={datasets.map(({ id: value, name: label }) => ({ value, label }))}
        value={id}
        onChange={(event) => setNamed(event.currentTarget.value)}
      />
      {more === null ? (
        <p className="t3 f12" role="status">
          {says.allVersions(count(loaded))}
        </p>
      ) : (
        <MoreChoices
          loaded={loaded}
          noun={says.versions}
          order="newest"
          more={{
            ...more,
            load: () => {
              pressed.current = true;
              // It stays the one that is loaded, whatever is chosen meanwhile.
              setNamed(id);
              more.load();
            },
          }}
        />
      )}
    </div>
  );
}

/** A version that the run is to have and that is not loaded: without it the form would show another one. */
function given({ versionId, name }: InputValue, { versions }: Choices) {
  const isKnown = versionId === '' || versions.list.some(({ value }) => value === versionId);
  return isKnown ? [] : [{ value: versionId, label: name ?? versionId }];
}
