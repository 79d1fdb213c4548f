import { Button } from '@mantine/core';
import { useMutation } from 'urql';
import { toFailure } from '@/api/failure';
import { CreateCollectorDocument } from '@/api/generated/datasets';
import { Dialog } from '@/parts/Dialog';
import { FormFailure } from '@/parts/form';
import { useRequestForm } from '@/parts/use-request-form';
import styles from './collection.module.css';
import { RuleFields } from './RuleFields';
import { ruleOf, STANDARD_VALUES, type RuleValues } from './rules';

interface CreateCollectorDialogProps {
  readonly datasetId: string;
  readonly onClose: () => void;
  /** It has one now, made here or by somebody else. */
  readonly onDone: (outcome: 'created' | 'there already') => void;
}

/** Has a data set take events over HTTP. */
export function CreateCollectorDialog({ datasetId, onClose, onDone }: CreateCollectorDialogProps) {
  const [, create] = useMutation(CreateCollectorDocument);
  const { field, failure, sending, submit } = useRequestForm<RuleValues>(
    STANDARD_VALUES,
    async (values, once) => {
      const { schema, ...rule } = ruleOf(values);
      const input = { datasetId, ...rule, ...(schema === null ? {} : { schema }) };
      const { error } = await create({ input }, once);
      if (error === undefined) {
        onDone('created');
        return null;
      }
      const refused = toFailure(error);
      if (refused.code === 'CONFLICT') onDone('there already');
      return refused;
    },
  );
  return (
    <Dialog title="Collect events" opened onClose={onClose} wide>
      <form noValidate onSubmit={submit}>
        <div className={styles.fields}>
          <RuleFields field={field} />
          {failure !== null && <FormFailure what="Could not create the collector" failure={failure} />}
        </div>
        <footer className={styles.footer}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={sending}>
            Create collector
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
