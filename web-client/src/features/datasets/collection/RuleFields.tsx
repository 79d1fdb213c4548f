import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { Form } from '@/parts/form';
import styles from './collection.module.css';
import { AGE_UNITS, SIZE_UNITS, type RuleValues } from './rules';
import { words } from './words';

const says = words.ruleFields;

const EXAMPLE = `{
  "type": "object",
  "required": ["celsius"],
  "properties": { "celsius": { "type": "number" } }
}`;

/** When what waits is sealed, and what an event must look like. */
export function RuleFields({ form }: { readonly form: Pick<Form<RuleValues>, 'text'> }) {
  return (
    <>
      <p className="t2 f12">{says.whatWaitsBecomes}</p>
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
            aria-label={says.unitOfTheSize}
            data={SIZE_UNITS.map(({ value, label }) => ({ value, label }))}
            {...form.text('sizeUnit')}
          />
        </div>
        <div className={styles.measure}>
          <TextInput
            label={says.ageOfTheOldest}
            required
            inputMode="decimal"
            autoComplete="off"
            {...form.text('sealAfter')}
          />
          <NativeSelect
            aria-label={says.unitOfTheAge}
            data={AGE_UNITS.map(({ value, label }) => ({ value, label }))}
            {...form.text('ageUnit')}
          />
        </div>
      </div>
      <Textarea
        label={says.jsonSchema}
        description={says.hint}
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
