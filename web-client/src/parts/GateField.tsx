import { NativeSelect } from '@mantine/core';
import type { DataGate } from './data-gate';
import { Status } from './Status';
import { words } from './words';

const says = words.gate;

interface GateFieldProps<Gate extends DataGate | ''> {
  readonly value: Gate;
  readonly onChange: (value: Gate) => void;
  /** Whether the data may also be of whatever state. */
  readonly mayBeAny?: boolean;
  /** Names of what was chosen and is not validated: it would be refused. */
  readonly closed?: readonly string[];
}

const GATES: readonly DataGate[] = ['SEALED', 'VALIDATED'];

/** The least that the data must be: with less, the platform refuses. */
export function GateField<Gate extends DataGate | ''>(props: GateFieldProps<Gate>) {
  const { value, onChange, mayBeAny = false, closed = [] } = props;
  return (
    <div>
      <NativeSelect
        label={says.label}
        description={says.means[value]}
        data={[
          ...(mayBeAny ? [{ value: '', label: says.any }] : []),
          ...GATES.map((gate) => ({ value: gate, label: says.choices[gate] })),
        ]}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value as Gate)}
      />
      {value === 'VALIDATED' &&
        closed.map((name) => (
          <p key={name} role="note">
            <Status tone="warn" icon="warn">
              {says.closed(name)}
            </Status>
          </p>
        ))}
    </div>
  );
}
