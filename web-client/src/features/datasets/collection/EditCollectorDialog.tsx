import { UpdateCollectorDocument, type CollectorRowFragment } from '@/api/generated/datasets';
import { bytes, count } from '@/format/number';
import { FormDialog, useForm, type Difference } from '@/parts/form';
import styles from './collection.module.css';
import { RuleFields } from './RuleFields';
import { ageInWords, checkRules, ruleOf, takesAnything, valuesOf, type RuleValues } from './rules';
import { words } from './words';

const says = words.editCollectorDialog;

interface EditCollectorDialogProps {
  /** As it is now: it is looked at again while the dialog is open. */
  readonly collector: CollectorRowFragment;
  readonly onClose: () => void;
  /** Another version is there than was thought. */
  readonly onStale: () => void;
}

/** Its rules and its schema. Who was slower sees what the other wrote, and decides. */
export function EditCollectorDialog({ collector, onClose, onStale }: EditCollectorDialogProps) {
  const form = useForm<RuleValues, CollectorRowFragment>({
    of: collector,
    values: valuesOf,
    check: checkRules,
    send: async (values, { ask, of }) => {
      const { schema, ...rule } = ruleOf(values);
      const input = { id: of.id, expectedVersion: of.version, ...rule, schema: schema ?? {} };
      await ask(UpdateCollectorDocument, { input });
      onClose();
    },
    onRefused: onStale,
    differences,
  });
  return (
    <FormDialog title={says.title} verb={says.verb} what={says.what} wide form={form} onClose={onClose}>
      <RuleFields form={form} />
      <p className="t2 f12">{says.whatWaitsAlready}</p>
    </FormDialog>
  );
}

function differences(theirs: CollectorRowFragment, values: RuleValues): Difference[] {
  const isWhole = Object.keys(checkRules(values)).length === 0;
  const yours = isWhole ? ruleOf(values) : null;
  return [
    {
      label: 'Rows',
      theirs: count(theirs.sealAfterRows),
      yours: yours === null ? values.sealAfterRows : count(yours.sealAfterRows),
    },
    {
      label: 'Size',
      theirs: bytes(theirs.sealAfterBytes),
      yours: yours === null ? values.sealAfterBytes : bytes(yours.sealAfterBytes),
    },
    {
      label: 'Age',
      theirs: ageInWords(theirs.sealAfter),
      yours: yours === null ? values.sealAfter : ageInWords(yours.sealAfter),
    },
    { label: 'Schema', theirs: <Schema of={theirs.schema} />, yours: <Schema of={yours?.schema ?? null} /> },
  ];
}

function Schema({ of }: { readonly of: CollectorRowFragment['schema'] }) {
  if (of === null || takesAnything(of)) return <>{says.anyEventIsTaken}</>;
  return <span className={styles.inline}>{JSON.stringify(of)}</span>;
}
