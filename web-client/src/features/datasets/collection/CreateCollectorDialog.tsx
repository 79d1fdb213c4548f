import { CreateCollectorDocument } from '@/api/generated/datasets';
import { FormDialog, useForm } from '@/parts/form';
import { RuleFields } from './RuleFields';
import { checkRules, ruleOf, STANDARD_VALUES, type RuleValues } from './rules';

interface CreateCollectorDialogProps {
  readonly datasetId: string;
  readonly onClose: () => void;
  /** It has one now, made here or by somebody else. */
  readonly onDone: (outcome: 'created' | 'there already') => void;
}

/** Has a data set take events over HTTP. */
export function CreateCollectorDialog({ datasetId, onClose, onDone }: CreateCollectorDialogProps) {
  const form = useForm<RuleValues>({
    of: null,
    values: () => STANDARD_VALUES,
    check: checkRules,
    send: async (values, { ask }) => {
      const { schema, ...rule } = ruleOf(values);
      const input = { datasetId, ...rule, ...(schema === null ? {} : { schema }) };
      await ask(CreateCollectorDocument, { input });
      onDone('created');
    },
    onRefused: ({ code }) => {
      if (code === 'CONFLICT') onDone('there already');
    },
  });
  return (
    <FormDialog
      title="Collect events"
      verb="Create collector"
      what="create the collector"
      wide
      form={form}
      onClose={onClose}
    >
      <RuleFields form={form} />
    </FormDialog>
  );
}
