import { useState } from 'react';
import { ReplayDeadLetterDocument, type DeadLetterRowFragment } from '@/api/generated/deadletters';
import { exactUtc } from '@/format/time';
import { Confirm, useConfirm } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import { words } from './words';

const says = words.replay;

interface ReplayDialogProps {
  readonly letter: DeadLetterRowFragment;
  readonly onClose: () => void;
  /** Another person was faster: the list is to be asked for again. */
  readonly onConflict: () => void;
}

export function ReplayDialog({ letter, onClose, onConflict }: ReplayDialogProps) {
  const [isDone, setDone] = useState(false);
  const form = useConfirm(ReplayDeadLetterDocument, { id: letter.id }, onClose, ({ code }) => {
    setDone(code === 'CONFLICT');
    onConflict();
  });
  return (
    <Confirm
      title={says.title(letter.event)}
      verb={says.verb}
      harmless
      disabled={isDone}
      form={form}
      onClose={onClose}
    >
      <p>{says.effect(letter.handler)}</p>
      <KeyValue
        facts={[
          { label: says.happened, value: exactUtc(letter.happenedAt) },
          { label: says.failed, value: says.died(letter.diedAt, letter.attempts) },
          { label: says.last, value: letter.failure ?? says.unknown },
        ]}
      />
    </Confirm>
  );
}
