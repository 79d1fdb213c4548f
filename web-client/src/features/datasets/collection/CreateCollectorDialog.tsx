import { CreateCollectorDocument } from '@/api/generated/datasets';
import { FormDialog, useForm } from '@/parts/form';
import { RuleFields } from './RuleFields';
import { checkRules, ruleOf, STANDARD_VALUES, type RuleValues } from './rules';
import { words } from './words';

const says = words.createCollectorDialog;

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
    <FormDialog title={says.title} verb={says.verb} what={says.what} wide form={form} onClose={onClose}>
      <RuleFields form={form} />
    </FormDialog>
  );
}
