import { EndCollectorDocument, type CollectorRowFragment } from '@/api/generated/datasets';
import { useChange } from '@/api/use-change';
import { counted } from '@/format/number';
import { Confirm } from '@/parts/Confirm';

interface EndCollectorProps {
  readonly collector: CollectorRowFragment;
  readonly name: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onEnded: () => void;
  /** It was refused: another version may be there, or none. */
  readonly onStale: () => void;
}

/** Asks before a collector takes nothing any more. */
export function EndCollector({ collector, name, opened, onClose, onEnded, onStale }: EndCollectorProps) {
  const { id, version, figures } = collector;
  const { send, sending, failure, reset } = useChange(EndCollectorDocument);

  async function end() {
    if ((await send({ id, expectedVersion: version })) === null) onStale();
    else onEnded();
  }

  return (
    <Confirm
      title={`End the collection of ${name}?`}
      verb="End collection"
      opened={opened}
      onClose={() => {
        reset();
        onClose();
      }}
      onConfirm={() => void end()}
      sending={sending}
      failure={failure}
    >
      <p>
        Its address takes nothing any more: whoever sends there is refused, and a new collector has another
        address.{' '}
        {figures.waitingRows > 0
          ? `${counted(figures.waitingRows, 'row that waits is', 'rows that wait are')} sealed first.`
          : 'Nothing waits.'}
      </p>
      <p>The data set and its versions stay as they are.</p>
    </Confirm>
  );
}
