import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { RequestForm } from '@/parts/use-request-form';
import styles from './collection.module.css';
import { AGE_UNITS, CHECKS, SIZE_UNITS, type RuleValues } from './rules';

const EXAMPLE = `{
  "type": "object",
  "required": ["celsius"],
  "properties": { "celsius": { "type": "number" } }
}`;

/** When what waits is sealed, and what an event must look like. */
export function RuleFields({ field }: Pick<RequestForm<RuleValues>, 'field'>) {
  const checked = (name: keyof RuleValues) =>
    field(name, { validate: (_, values) => CHECKS[name]?.(values) ?? true });
  return (
    <>
      <p className="t2 f12">What waits becomes a version at whichever of these comes first.</p>
      <div className={styles.pair}>
        <TextInput
          label="Rows"
          required
          inputMode="numeric"
          autoComplete="off"
          data-autofocus
          {...checked('sealAfterRows')}
        />
        <div className={styles.measure}>
          <TextInput
            label="Size"
            required
            inputMode="decimal"
            autoComplete="off"
            {...checked('sealAfterBytes')}
          />
          <NativeSelect
            aria-label="Unit of the size"
            data={SIZE_UNITS.map(({ value, label }) => ({ value, label }))}
            {...field('sizeUnit')}
          />
        </div>
        <div className={styles.measure}>
          <TextInput
            label="Age of the oldest"
            required
            inputMode="decimal"
            autoComplete="off"
            {...checked('sealAfter')}
          />
          <NativeSelect
            aria-label="Unit of the age"
            data={AGE_UNITS.map(({ value, label }) => ({ value, label }))}
            {...field('ageUnit')}
          />
        </div>
      </div>
      <Textarea
        label="JSON Schema of an event"
        description="What breaks it is kept in a dead-letter data set instead. Left empty, any event is taken"
        rows={8}
        spellCheck={false}
        autoCapitalize="off"
        className={styles.json ?? ''}
        placeholder={EXAMPLE}
        {...checked('schema')}
      />
    </>
  );
}
