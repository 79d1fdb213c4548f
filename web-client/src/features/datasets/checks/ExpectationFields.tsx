import { NativeSelect, TextInput } from '@mantine/core';
import { useId } from 'react';
import { count } from '@/format/number';
import { FieldError } from '@/parts/form';
import { ArgumentField } from './ArgumentField';
import { GROUPS, knownOf } from './catalogue';
import styles from './checks.module.css';
import type { Draft, DraftErrors } from './draft';
import type { Profile } from './use-suite';

interface ExpectationFieldsProps {
  readonly draft: Draft;
  readonly profile: Profile | null;
  readonly errors: DraftErrors;
  readonly onChange: (next: Draft) => void;
}

/** The fields of one expectation: those that its kind takes. */
export function ExpectationFields({ draft, profile, errors, onChange }: ExpectationFieldsProps) {
  const columns = useId();
  const known = knownOf(draft.name);
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change });
  const error = (field: string) => errors[field] !== undefined && <FieldError>{errors[field]}</FieldError>;
  const rest = Object.entries(errors).filter(([field]) => !isShown(field, draft));
  const tables = tablesFor(profile, draft.table);
  return (
    <div className={styles.fields}>
      <NativeSelect
        label="What is expected"
        description={draft.name === '' ? undefined : <span className="mono">{draft.name}</span>}
        required
        data={[
          ...(draft.name === '' ? [{ value: '', label: 'Choose what is expected' }] : []),
          ...(known === undefined && draft.name !== '' ? [{ value: draft.name, label: draft.name }] : []),
          ...GROUPS.map(({ label, known: all }) => ({
            group: label,
            items: all.map((one) => ({ value: one.name, label: `${one.label} (${one.name})` })),
          })),
        ]}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={error('name')}
      />
      <div className={styles.pair}>
        {known?.hasColumn !== false && draft.name !== '' && (
          <TextInput
            label="Column"
            description={describe(profile, draft.column)}
            required={known?.hasColumn === true}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            list={columns}
            value={draft.column}
            onChange={(event) => set({ column: event.currentTarget.value })}
            error={error('column')}
          />
        )}
        {tables.length > 1 && (
          <NativeSelect
            label="Table"
            description="Each of a version, or one by its name"
            data={[
              { value: '', label: 'Each table' },
              ...tables.map((name) => ({ value: name, label: name })),
            ]}
            value={draft.table}
            onChange={(event) => set({ table: event.currentTarget.value })}
            error={error('table')}
          />
        )}
        {known?.arguments.map((argument) => (
          <ArgumentField
            key={argument.name}
            argument={argument}
            columns={columns}
            value={draft.args[argument.name] ?? ''}
            error={error(argument.name)}
            onChange={(value) => set({ args: { ...draft.args, [argument.name]: value } })}
          />
        ))}
        {known?.isByRow === true && (
          <TextInput
            label="Of rows, percent at least"
            description="Missing values are left out"
            inputMode="decimal"
            autoComplete="off"
            value={draft.mostly}
            onChange={(event) => set({ mostly: event.currentTarget.value })}
            error={error('mostly')}
          />
        )}
        <NativeSelect
          label="Where it fails"
          description={SEVERITY[draft.severity]}
          data={[
            { value: 'BLOCK', label: 'Block' },
            { value: 'WARN', label: 'Warn' },
            { value: 'INFO', label: 'Info' },
          ]}
          value={draft.severity}
          onChange={(event) => set({ severity: event.currentTarget.value as Draft['severity'] })}
        />
        {known?.hasColumn === true && (
          <NativeSelect
            label="Where the column has no value"
            description={
              draft.onEmpty === 'FAIL'
                ? 'A column that came empty is caught'
                : 'Nothing to look at is nothing wrong, as in Great Expectations'
            }
            data={[
              { value: 'FAIL', label: 'It fails' },
              { value: 'PASS', label: 'It passes' },
            ]}
            value={draft.onEmpty}
            onChange={(event) => set({ onEmpty: event.currentTarget.value as Draft['onEmpty'] })}
          />
        )}
      </div>
      {Object.keys(draft.others).length > 0 && (
        <p className="t3 f12">
          Kept as they came: <span className="mono">{JSON.stringify(draft.others)}</span>
        </p>
      )}
      {rest.map(([field, message]) => (
        <p key={field} className={styles.wrong}>
          <FieldError>{message}</FieldError>
        </p>
      ))}
      <datalist id={columns}>
        {profile?.table.columns.map(({ name, type }) => (
          <option key={name} value={name} label={type.toLowerCase()} />
        ))}
      </datalist>
    </div>
  );
}

const SEVERITY: Readonly<Record<Draft['severity'], string>> = {
  BLOCK: 'The version is rejected, and nothing reads it without a waiver',
  WARN: 'It is said, and the version is read all the same',
  INFO: 'It is counted, and warns nobody',
};

/** The table in force stays to be chosen, also where the newest version lacks it. */
function tablesFor(profile: Profile | null, table: string): readonly string[] {
  const tables = profile?.tables ?? [];
  if (table === '' || tables.includes(table)) return tables;
  return [...tables, table, ...(tables.length === 0 ? [''] : [])].filter((name) => name !== '');
}

/** What the profile says of the column that is typed. */
function describe(profile: Profile | null, name: string): string | undefined {
  if (profile === null) return undefined;
  const column = profile.table.columns.find((one) => one.name === name.trim());
  if (column === undefined)
    return name.trim() === ''
      ? `Of v${profile.number}, ${profile.table.name}`
      : `Not in ${profile.table.name}`;
  const range = column.min === null || column.max === null ? '' : `, ${column.min} to ${column.max}`;
  return `${column.type.toLowerCase()}, ${count(column.missing)} missing${range}`;
}

function isShown(field: string, { name }: Draft): boolean {
  const known = knownOf(name);
  if (field === 'name') return true;
  if (field === 'column') return known?.hasColumn !== false && name !== '';
  if (field === 'mostly') return known?.isByRow === true;
  return known?.arguments.some((argument) => argument.name === field) === true;
}
