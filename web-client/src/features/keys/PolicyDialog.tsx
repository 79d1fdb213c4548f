import { useState } from 'react';
import { useClient } from 'urql';
import { KeyRulesAsTheyAreDocument, SetKeyPolicyDocument, type KeyRulesFragment } from '@/api/generated/keys';
import { useChange } from '@/api/use-change';
import { counted } from '@/format/number';
import { Confirm } from '@/parts/Confirm';
import { SelectField, type SelectOption } from '@/parts/SelectField';
import { daysOf } from './key';
import { ruleInWords } from './policy';

interface PolicyDialogProps {
  readonly rules: KeyRulesFragment;
  readonly onClose: () => void;
}

const LIVES = [30, 90, 180, 365];
const UNUSED = [30, 60, 90, 180];

/** How long a key of the organisation may live, and when it is marked unused. */
export function PolicyDialog({ rules, onClose }: PolicyDialogProps) {
  const client = useClient();
  const change = useChange(SetKeyPolicyDocument);
  const [shown, setShown] = useState(rules);
  const [life, setLife] = useState(String(daysOf(rules.keyPolicy.maxLife) ?? ''));
  const [unused, setUnused] = useState(String(daysOf(rules.keyPolicy.unusedAfter) ?? ''));
  // The cache brings another person's change into `rules` too.
  const [opened] = useState(rules);
  const isTheirs = shown.version !== opened.version;

  async function send() {
    const input = {
      expectedVersion: shown.version,
      maxLife: life === '' ? null : `P${life}D`,
      unusedAfter: `P${unused}D`,
    };
    if ((await change.send({ input })) !== null) {
      onClose();
      return;
    }
    const { data } = await client.query(KeyRulesAsTheyAreDocument, {}, { requestPolicy: 'network-only' });
    if (data !== undefined) setShown(data.tenant);
  }

  return (
    <Confirm
      title="Key policy"
      verb={isTheirs ? 'Set mine' : 'Set policy'}
      harmless
      opened
      onClose={onClose}
      onConfirm={() => void send()}
      sending={change.sending}
      failure={isTheirs ? null : change.failure}
    >
      <SelectField
        label="A key lives at most"
        description="Keys that are there end so long from now at the latest"
        value={life}
        onChange={setLife}
        options={[{ value: '', label: 'without a bound' }, ...daysOptions(LIVES, life)]}
      />
      <SelectField
        label="It is marked unused after"
        value={unused}
        onChange={setUnused}
        options={daysOptions(UNUSED, unused)}
      />
      {isTheirs && (
        <p role="alert">
          <b className="med">Someone else changed the organisation meanwhile.</b> Now{' '}
          {ruleInWords(shown.keyPolicy)}.
        </p>
      )}
    </Confirm>
  );
}

/** With the value there is, even where it is none of those. */
function daysOptions(days: readonly number[], chosen: string): SelectOption[] {
  const all = chosen === '' ? days : [...new Set([...days, Number(chosen)])].sort((a, b) => a - b);
  return all.map((count) => ({ value: String(count), label: counted(count, 'day', 'days') }));
}
