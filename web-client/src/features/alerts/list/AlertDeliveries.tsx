import styles from '@/features/alerts/alerts.module.css';
import { DeliveryItem } from '@/features/alerts/channels/DeliveryItem';
import type { AlertLine, ProjectOfAlerts } from '@/features/alerts/use-alerts';
import { MINUTE_MS } from '@/format/units';
import { List } from '@/parts/List';
import { words } from './words';

const says = words.alertDeliveries;

interface AlertDeliveriesProps {
  readonly alert: AlertLine;
  readonly project: ProjectOfAlerts;
  readonly mayWrite: boolean;
  readonly onStale: () => void;
}

/** Messages about this alert, by channel. A message names its rule, not its alert: those of its time are its own. */
export function AlertDeliveries({ alert, project, mayWrite, onStale }: AlertDeliveriesProps) {
  const { rule, startedAt, endedAt } = alert;
  const channels = project.channels.filter(({ id }) => rule.channelIds.includes(id));
  const until = endedAt === null ? Infinity : Date.parse(endedAt) + SLACK_MS;
  const found = channels.flatMap((channel) =>
    channel.deliveries
      .filter(
        ({ type, title, createdAt }) =>
          type.startsWith('alert.') &&
          title.endsWith(`: ${rule.name}`) &&
          Date.parse(createdAt) >= Date.parse(startedAt) &&
          Date.parse(createdAt) <= until,
      )
      .map((delivery) => ({ channel, delivery })),
  );
  const arrived = found.filter(({ delivery }) => delivery.status === 'DELIVERED').length;
  return (
    <section aria-label="Deliveries">
      <h3 className={styles.sub}>
        Deliveries
        <span className={styles.subEnd}>
          {found.length === 0 ? 'none' : says.ofArrived(arrived, found.length)}
        </span>
      </h3>
      {channels.length === 0 ? (
        <p className={styles.blank}>{says.ruleTellsNo}</p>
      ) : found.length === 0 ? (
        <p className={styles.blank}>{says.noMessageAbout}</p>
      ) : (
        <List label="Deliveries">
          {found.map(({ channel, delivery }) => (
            <DeliveryItem
              key={delivery.id}
              delivery={delivery}
              title={channel.name}
              channel={channel}
              mayWrite={mayWrite}
              onStale={onStale}
            />
          ))}
        </List>
      )}
    </section>
  );
}

/** The message of the end is made with it, by another clock maybe. */
const SLACK_MS = MINUTE_MS;
