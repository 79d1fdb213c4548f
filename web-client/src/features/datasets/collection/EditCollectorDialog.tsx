import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMutation } from 'urql';
import { toFailure } from '@/api/failure';
import { UpdateCollectorDocument, type CollectorRowFragment } from '@/api/generated/datasets';
import { count, bytes } from '@/format/number';
import { Dialog } from '@/parts/Dialog';
import { FormFailure } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import { useRequestForm } from '@/parts/use-request-form';
import styles from './collection.module.css';
import { RuleFields } from './RuleFields';
import { ageInWords, ruleOf, takesAnything, valuesOf, type RuleValues } from './rules';

interface EditCollectorDialogProps {
  /** As it is now: it is looked at again while the dialog is open. */
  readonly collector: CollectorRowFragment;
  readonly onClose: () => void;
  /** Another version is there than was thought. */
  readonly onStale: () => void;
}

/** Its rules and its schema. Who was slower sees what the other wrote, and decides. */
export function EditCollectorDialog({ collector, onClose, onStale }: EditCollectorDialogProps) {
  // What is open is what was read when it opened: an update from elsewhere must not slip under it.
  const [base] = useState(collector.version);
  const [, update] = useMutation(UpdateCollectorDocument);
  const isStale = collector.version !== base;
  const { field, failure, sending, submit } = useRequestForm<RuleValues>(
    valuesOf(collector),
    async (values, once) => {
      const { schema, ...rule } = ruleOf(values);
      const input = { id: collector.id, expectedVersion: collector.version, ...rule, schema: schema ?? {} };
      const { error } = await update({ input }, once);
      if (error === undefined) {
        onClose();
        return null;
      }
      const refused = toFailure(error);
      onStale();
      return refused;
    },
  );
  return (
    <Dialog title="Edit collector" opened onClose={onClose} wide>
      <form noValidate onSubmit={submit}>
        <div className={styles.fields}>
          <RuleFields field={field} />
          <p className="t2 f12">
            What waits already is sealed by the new rule too, and was not checked anew.
          </p>
          {isStale && (
            <div className={styles.theirs} role="alert">
              <p className="med">Someone else changed it meanwhile</p>
              <KeyValue
                facts={[
                  { label: 'Rows now', value: count(collector.sealAfterRows) },
                  { label: 'Size now', value: bytes(collector.sealAfterBytes) },
                  { label: 'Age now', value: ageInWords(collector.sealAfter) },
                  {
                    label: 'Schema now',
                    value: takesAnything(collector.schema) ? (
                      'any event is taken'
                    ) : (
                      <span className={styles.inline}>{JSON.stringify(collector.schema)}</span>
                    ),
                  },
                ]}
              />
            </div>
          )}
          {failure !== null && !(failure.code === 'CONFLICT' && isStale) && (
            <FormFailure what="Could not save the collector" failure={failure} />
          )}
        </div>
        <footer className={styles.footer}>
          <Button variant="default" onClick={onClose}>
            {isStale ? 'Keep theirs' : 'Cancel'}
          </Button>
          <Button type="submit" loading={sending}>
            {isStale ? 'Save mine' : 'Save'}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
