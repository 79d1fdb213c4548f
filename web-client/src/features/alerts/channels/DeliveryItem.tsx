import { Button } from '@mantine/core';
import { RedeliverDocument } from '@/api/generated/alerts';
import { useChange } from '@/api/use-change';
import { ListItem } from '@/parts/List';
import { State } from '@/parts/State';
import { When } from '@/parts/When';
import type { ChannelLine, DeliveryLine } from '@/features/alerts/use-alerts';
import { CHANNEL_WORDS } from '@/features/alerts/words';
import { words } from './words';

const says = words.deliveryItem;

interface DeliveryItemProps {
  readonly delivery: DeliveryLine;
  readonly title: string;
  readonly channel: ChannelLine;
  readonly mayWrite: boolean;
  readonly onStale: () => void;
}

/** One message to one channel, how it stands, and a button that sends it once more. */
export function DeliveryItem({ delivery, title, channel, mayWrite, onStale }: DeliveryItemProps) {
  const { send, sending, failure } = useChange(RedeliverDocument);
  const { status, attempts, lastStatus, lastError, endedAt, createdAt, nextAttemptAt } = delivery;

  async function again() {
    if ((await send({ id: delivery.id, expectedVersion: delivery.version })) === null) onStale();
  }

  return (
    <ListItem
      title={
        <>
          {title} <span className="t3 f12">{CHANNEL_WORDS[channel.kind]}</span>
        </>
      }
      detail={
        <>
          <State name={status} /> <When at={endedAt ?? createdAt} />
          {status !== 'DELIVERED' && attempts > 0 && says.triesOf10(attempts)}
          {lastStatus !== null && lastError === null && status !== 'DELIVERED' && says.answered(lastStatus)}
          {status === 'WAITING' && nextAttemptAt !== null && (
            <>
              {says.nextTry} <When at={nextAttemptAt} />
            </>
          )}
          {lastError !== null && status !== 'DELIVERED' && `, ${lastError}`}
          {failure !== null && <span role="alert">{says.couldNotDeliver(failure.message)}</span>}
        </>
      }
      end={
        mayWrite &&
        status !== 'WAITING' &&
        channel.status === 'ACTIVE' && (
          <Button
            variant="default"
            loading={sending}
            aria-label={says.label(delivery.title, channel.name)}
            onClick={() => void again()}
          >
            Redeliver
          </Button>
        )
      }
    />
  );
}
