import { NativeSelect } from '@mantine/core';
import type { DataGate } from './data-gate';
import { Status } from './Status';

interface GateFieldProps<Gate extends DataGate | ''> {
  readonly value: Gate;
  readonly onChange: (value: Gate) => void;
  /** Whether the data may also be of whatever state. */
  readonly mayBeAny?: boolean;
  /** Names of what was chosen and is not validated: it would be refused. */
  readonly closed?: readonly string[];
}

const CHOICES: readonly { readonly value: DataGate; readonly label: string }[] = [
  { value: 'SEALED', label: 'Sealed' },
  { value: 'VALIDATED', label: 'Validated' },
];

const MEANS: Readonly<Record<DataGate | '', string>> = {
  '': 'Data that was rejected since is no reason to refuse',
  SEALED: 'Final, and not found to be unusable',
  VALIDATED: 'Checked and as expected, or each failed check that blocks is waived',
};

/** The least that the data must be: with less, the platform refuses. */
export function GateField<Gate extends DataGate | ''>(props: GateFieldProps<Gate>) {
  const { value, onChange, mayBeAny = false, closed = [] } = props;
  return (
    <div>
      <NativeSelect
        label="Needs data that is"
        description={MEANS[value]}
        data={[...(mayBeAny ? [{ value: '', label: 'In any state' }] : []), ...CHOICES]}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value as Gate)}
      />
      {value === 'VALIDATED' &&
        closed.map((name) => (
          <p key={name} role="note">
            <Status tone="warn" icon="warn">
              {name} is not validated: it would be refused
            </Status>
          </p>
        ))}
    </div>
  );
}
