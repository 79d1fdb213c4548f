import { EndCollectorDocument, type CollectorRowFragment } from '@/api/generated/datasets';
import { Confirm, useConfirm } from '@/parts/form';
import { words } from './words';

const says = words.endCollector;

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
    <Confirm title={says.title(name)} verb={says.verb} form={form} onClose={onClose}>
      <p>
        {says.addressTakesNothing(
          figures.waitingRows > 0 ? says.sealedFirst(figures.waitingRows) : says.nothingWaits,
        )}
      </p>
      <p>{says.dataSet}</p>
    </Confirm>
  );
}
