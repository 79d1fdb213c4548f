import { useClient } from 'urql';
import { KeyRulesAsTheyAreDocument, SetKeyPolicyDocument, type KeyRulesFragment } from '@/api/generated/keys';
import { FormDialog, useForm } from '@/parts/form';
import { SelectField, type SelectOption } from '@/parts/SelectField';
import { daysOf } from './key';
import { ruleInWords } from './policy';
import { words } from './words';

interface PolicyDialogProps {
  readonly rules: KeyRulesFragment;
  readonly onClose: () => void;
}

interface Values {
  /** Days; empty for no limit. */
  readonly life: string;
  readonly unused: string;
}

const LIVES = [30, 90, 180, 365];
const UNUSED = [30, 60, 90, 180];
const says = words.policy;

/** How long a key of the organisation may live, and when it is marked unused. */
export function PolicyDialog({ rules, onClose }: PolicyDialogProps) {
  const client = useClient();
  const form = useForm<Values, KeyRulesFragment>({
    of: rules,
    values: ({ keyPolicy }) => ({
      life: String(daysOf(keyPolicy.maxLife) ?? ''),
      unused: String(daysOf(keyPolicy.unusedAfter) ?? ''),
    }),
    send: async (values, { ask, of }) => {
      await ask(SetKeyPolicyDocument, { input: { ...policyOf(values), expectedVersion: of.version } });
      onClose();
    },
    reload: async () => {
      const { data } = await client.query(KeyRulesAsTheyAreDocument, {}, { requestPolicy: 'network-only' });
      return data?.tenant ?? null;
    },
    differences: (theirs, yours) => [
      { label: says.rule, theirs: ruleInWords(theirs.keyPolicy), yours: ruleInWords(policyOf(yours)) },
    ],
  });
  const { values } = form;
  return (
    <FormDialog title={says.title} verb={says.verb} form={form} onClose={onClose}>
      <SelectField
        label={says.life}
        description={says.lifeHint}
        options={[{ value: '', label: says.noBound }, ...daysOptions(LIVES, values.life)]}
        {...form.field('life')}
      />
      <SelectField
        label={says.unused}
        options={daysOptions(UNUSED, values.unused)}
        {...form.field('unused')}
      />
    </FormDialog>
  );
}

function policyOf({ life, unused }: Values) {
  return { maxLife: life === '' ? null : `P${life}D`, unusedAfter: `P${unused}D` };
}

/** With the value there is, even where it is none of those. */
function daysOptions(days: readonly number[], chosen: string): SelectOption[] {
  const all = chosen === '' ? days : [...new Set([...days, Number(chosen)])].sort((a, b) => a - b);
  return all.map((count) => ({ value: String(count), label: says.days(count) }));
}
