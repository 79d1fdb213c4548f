import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { Form } from '@/parts/form';
import styles from './collection.module.css';
import { AGE_UNITS, SIZE_UNITS, type RuleValues } from './rules';

const EXAMPLE = `{
  "type": "object",
  "required": ["celsius"],
  "properties": { "celsius": { "type": "number" } }
}`;

/** When what waits is sealed, and what an event must look like. */
export function RuleFields({ form }: { readonly form: Pick<Form<RuleValues>, 'text'> }) {
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
          {...form.text('sealAfterRows')}
        />
        <div className={styles.measure}>
          <TextInput
            label="Size"
            required
            inputMode="decimal"
            autoComplete="off"
            {...form.text('sealAfterBytes')}
          />
          <NativeSelect
            aria-label="Unit of the size"
            data={SIZE_UNITS.map(({ value, label }) => ({ value, label }))}
            {...form.text('sizeUnit')}
          />
        </div>
        <div className={styles.measure}>
          <TextInput
            label="Age of the oldest"
            required
            inputMode="decimal"
            autoComplete="off"
            {...form.text('sealAfter')}
          />
          <NativeSelect
            aria-label="Unit of the age"
            data={AGE_UNITS.map(({ value, label }) => ({ value, label }))}
            {...form.text('ageUnit')}
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
        {...form.text('schema')}
      />
    </>
  );
}
