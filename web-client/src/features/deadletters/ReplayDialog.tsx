import { ReplayDeadLetterDocument, type DeadLetterRowFragment } from '@/api/generated/deadletters';
import { useChange } from '@/api/use-change';
import { counted } from '@/format/number';
import { exactUtc } from '@/format/time';
import { Confirm } from '@/parts/Confirm';
import { KeyValue } from '@/parts/KeyValue';

interface ReplayDialogProps {
  readonly letter: DeadLetterRowFragment;
  readonly onClose: () => void;
  /** Another person was faster: the list is to be asked for again. */
  readonly onConflict: () => void;
}

export function ReplayDialog({ letter, onClose, onConflict }: ReplayDialogProps) {
  const replay = useChange(ReplayDeadLetterDocument);
  const isDone = replay.failure?.code === 'CONFLICT';

  async function send() {
    if ((await replay.send({ id: letter.id })) !== null) onClose();
    else onConflict();
  }

  return (
    <Confirm
      title={`Replay ${letter.event}?`}
      verb="Replay event"
      harmless
      opened
      onClose={onClose}
      onConfirm={() => void send()}
      sending={replay.sending}
      failure={replay.failure}
      disabled={isDone}
    >
      <p>
        {letter.handler} gets the event once more, from its first attempt on. It can be replayed once: should
        it fail as often again, another dead letter stands here.
      </p>
      <KeyValue
        facts={[
          { label: 'Happened', value: exactUtc(letter.happenedAt) },
          {
            label: 'Failed',
            value: `${exactUtc(letter.diedAt)}, after ${counted(letter.attempts, 'attempt', 'attempts')}`,
          },
          { label: 'Last failure', value: letter.failure ?? 'not told' },
        ]}
      />
    </Confirm>
  );
}
