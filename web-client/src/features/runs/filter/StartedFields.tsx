import { NativeSelect, TextInput } from '@mantine/core';
import { words } from '@/features/runs/words';
import styles from './filter.module.css';

const says = words.filter;
const OWN = '..';

interface StartedFieldsProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A period that moves on with the days, or two days. */
export function StartedFields({ value, onChange }: StartedFieldsProps) {
  const isOwn = value.includes(OWN);
  const [from = '', to = ''] = isOwn ? value.split(OWN) : [];
  return (
    <>
      <NativeSelect
        className={styles.key ?? ''}
        label={says.period}
        data-first
        value={isOwn ? OWN : value}
        data={[
          ...Object.entries(says.days).map(([days, label]) => ({ value: days, label })),
          // One that somebody wrote into the address.
          ...(isOwn || value in says.days ? [] : [{ value, label: value }]),
          { value: OWN, label: says.ownDays },
        ]}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {isOwn && (
        <>
          <TextInput
            className={styles.short ?? ''}
            type="date"
            label={says.from}
            value={from}
            onChange={(event) => onChange(`${event.currentTarget.value}${OWN}${to}`)}
          />
          <TextInput
            className={styles.short ?? ''}
            type="date"
            label={says.to}
            value={to}
            onChange={(event) => onChange(`${from}${OWN}${event.currentTarget.value}`)}
          />
        </>
      )}
      <span className={styles.says}>{says.utc}</span>
    </>
  );
}
