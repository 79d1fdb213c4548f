import { EndCollectorDocument, type CollectorRowFragment } from '@/api/generated/datasets';
import { counted } from '@/format/number';
import { Confirm, useConfirm } from '@/parts/form';

interface EndCollectorProps {
  readonly collector: CollectorRowFragment;
  readonly name: string;
  readonly onClose: () => void;
  readonly onEnded: () => void;
  /** It was refused: another version may be there, or none. */
  readonly onStale: () => void;
}

/** Asks before a collector takes nothing any more. */
export function EndCollector({ collector, name, onClose, onEnded, onStale }: EndCollectorProps) {
  const { id, version, figures } = collector;
  const form = useConfirm(EndCollectorDocument, { id, expectedVersion: version }, onEnded, onStale);
  return (
    <Confirm title={`End the collection of ${name}?`} verb="End collection" form={form} onClose={onClose}>
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
