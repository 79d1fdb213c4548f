import { NativeSelect, TextInput } from '@mantine/core';
import { useId } from 'react';
import { FieldError } from '@/parts/form';
import { ArgumentField } from './ArgumentField';
import { GROUPS, knownOf } from './catalogue';
import styles from './checks.module.css';
import type { Draft, DraftErrors } from './draft';
import type { Profile } from './use-suite';
import { words } from './expectation-words';

const says = words.expectationFields;

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
        label={says.whatIsExpected}
        description={draft.name === '' ? undefined : <span className="mono">{draft.name}</span>}
        required
        data={[
          ...(draft.name === '' ? [{ value: '', label: says.chooseWhatIsExpected }] : []),
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
            description={says.eachOfAVersion}
            data={[
              { value: '', label: says.eachTable },
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
            label={says.rowsPercent}
            description={says.missingValuesAreLeft}
            inputMode="decimal"
            autoComplete="off"
            value={draft.mostly}
            onChange={(event) => set({ mostly: event.currentTarget.value })}
            error={error('mostly')}
          />
        )}
        <NativeSelect
          label={says.whereItFails}
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
            label={says.whereTheColumnHas}
            description={draft.onEmpty === 'FAIL' ? says.columnThatCame : says.nothingToLook}
            data={[
              { value: 'FAIL', label: says.itFails },
              { value: 'PASS', label: says.itPasses },
            ]}
            value={draft.onEmpty}
            onChange={(event) => set({ onEmpty: event.currentTarget.value as Draft['onEmpty'] })}
          />
        )}
      </div>
      {Object.keys(draft.others).length > 0 && (
        <p className="t3 f12">
          {says.keptAsTheyCame} <span className="mono">{JSON.stringify(draft.others)}</span>
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
  BLOCK: says.versionIsRejected,
  WARN: says.isSaid,
  INFO: says.isCounted,
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
    return name.trim() === '' ? says.ofV(profile.number, profile.table.name) : says.not(profile.table.name);
  const range = column.min === null || column.max === null ? '' : says.to(column.min, column.max);
  return says.missing(column.type.toLowerCase(), column.missing, range);
}

function isShown(field: string, { name }: Draft): boolean {
  const known = knownOf(name);
  if (field === 'name') return true;
  if (field === 'column') return known?.hasColumn !== false && name !== '';
  if (field === 'mostly') return known?.isByRow === true;
  return known?.arguments.some((argument) => argument.name === field) === true;
}
