import { Button } from '@mantine/core';
import { useState } from 'react';
import { TestChannelDocument, UpdateChannelDocument } from '@/api/generated/alerts';
import { useChange } from '@/api/use-change';
import styles from '@/features/alerts/alerts.module.css';
import type { ChannelLine, ProjectOfAlerts } from '@/features/alerts/use-alerts';
import { CHANNEL_WORDS } from '@/features/alerts/words';
import { counted } from '@/format/number';
import { Banner } from '@/parts/Banner';
import { Drawer } from '@/parts/Drawer';
import { FormFailure } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import { List } from '@/parts/List';
import { useNow } from '@/parts/now';
import { When } from '@/parts/When';
import { DeliveryItem } from './DeliveryItem';
import { ChannelDialogs, type ChannelAsk } from './ChannelDialogs';
import { words } from './words';

const says = words.channelDrawer;

interface ChannelDrawerProps {
  readonly channel: ChannelLine;
  readonly project: ProjectOfAlerts;
  readonly mayWrite: boolean;
  readonly onClose: () => void;
  readonly onStale: () => void;
}

/** One channel: whether it takes messages, what went wrong last, and its newest messages. */
export function ChannelDrawer({ channel, project, mayWrite, onClose, onStale }: ChannelDrawerProps) {
  const now = useNow();
  const [open, setOpen] = useState<ChannelAsk | null>(null);
  const test = useChange(TestChannelDocument);
  const switchOn = useChange(UpdateChannelDocument);
  const { id, version, name, kind, status, deliveries } = channel;
  const isOff = status === 'DISABLED';
  const told = project.alertRules.filter(({ channelIds }) => channelIds.includes(id));
  const close = () => setOpen(null);

  async function tryIt() {
    await test.send({ id });
    onStale();
  }

  async function on() {
    if ((await switchOn.send({ input: { id, expectedVersion: version, active: true } })) === null) onStale();
  }

  return (
    <Drawer title={name} aside={<span className="t3 f12">{CHANNEL_WORDS[kind]}</span>} onClose={onClose}>
      {mayWrite && (
        <div className={styles.acts}>
          {isOff ? (
            <Button variant="default" loading={switchOn.sending} onClick={() => void on()}>
              {says.switchOn}
            </Button>
          ) : (
            <Button variant="default" loading={test.sending} onClick={() => void tryIt()}>
              {says.sendATest}
            </Button>
          )}
          <Button variant="default" onClick={() => setOpen('edit')}>
            Edit
          </Button>
          {kind === 'WEBHOOK' && (
            <Button variant="default" onClick={() => setOpen('rotate')}>
              {says.rotateSecret}
            </Button>
          )}
          {!isOff && (
            <Button variant="default" onClick={() => setOpen('off')}>
              {says.switchOff}
            </Button>
          )}
          <Button variant="default" color="red" onClick={() => setOpen('end')}>
            End…
          </Button>
        </div>
      )}
      {test.failure !== null && <FormFailure what={says.couldNotSend} failure={test.failure} />}
      {switchOn.failure !== null && <FormFailure what={says.couldNotSwitch} failure={switchOn.failure} />}
      {(isOff || channel.lastError !== null) && (
        <div className={styles.within}>
          <Banner tone={isOff ? 'warn' : 'bad'}>
            <b className="med">{isOff ? says.takesNothing : says.lastMessageDid}</b>{' '}
            {isOff ? channel.disabledReason : channel.lastError}
            {!isOff && channel.lastErrorAt !== null && (
              <>
                , <When at={channel.lastErrorAt} />
              </>
            )}
          </Banner>
        </div>
      )}
      <KeyValue
        facts={[
          ...(kind === 'EMAIL'
            ? [{ label: 'Mails', value: counted(channel.memberIds.length, 'member', 'members') }]
            : [{ label: 'Host', value: <span className="mono">{channel.host}</span> }]),
          {
            label: says.toldBy,
            value: told.length === 0 ? says.noRule : told.map((rule) => rule.name).join(', '),
          },
          {
            label: says.lastDelivery,
            value: channel.lastDeliveredAt === null ? says.noneYet : <When at={channel.lastDeliveredAt} />,
          },
          ...(channel.previousSecretUntil !== null && Date.parse(channel.previousSecretUntil) > now
            ? [{ label: says.oldSecretSignsToo, value: <When at={channel.previousSecretUntil} /> }]
            : []),
          { label: says.madeBy, value: channel.createdBy.label },
          { label: 'Made', value: <When at={channel.createdAt} /> },
        ]}
      />
      <section aria-label={says.label}>
        <h3 className={styles.sub}>
          {says.label} <span className={styles.subEnd}>{deliveries.length}</span>
        </h3>
        {deliveries.length === 0 ? (
          <p className={styles.blank}>{says.nothingWasSentYet}</p>
        ) : (
          <div className={styles.messages} tabIndex={0} role="region" aria-label="Messages">
            <List label={says.label}>
              {deliveries.map((delivery) => (
                <DeliveryItem
                  key={delivery.id}
                  delivery={delivery}
                  title={delivery.title}
                  channel={channel}
                  mayWrite={mayWrite}
                  onStale={onStale}
                />
              ))}
            </List>
          </div>
        )}
      </section>
      <ChannelDialogs
        ask={open}
        channel={channel}
        rules={told.length}
        onClose={close}
        onEnded={onClose}
        onStale={onStale}
      />
    </Drawer>
  );
}
