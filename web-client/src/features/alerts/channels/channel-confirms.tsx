import { useState } from 'react';
import {
  DeleteChannelDocument,
  RotateChannelSecretDocument,
  UpdateChannelDocument,
} from '@/api/generated/alerts';
import type { ChannelLine } from '@/features/alerts/use-alerts';
import { SecretDialog } from '@/parts/apikey/SecretDialog';
import { Confirm, useConfirm } from '@/parts/form';
import { When } from '@/parts/When';
import { words } from './words';

const says = words.channelConfirms;

interface ConfirmOfChannel {
  readonly channel: ChannelLine;
  readonly onClose: () => void;
  readonly onStale: () => void;
}

export const OF_WEBHOOK = says.signsItsMessages;

/** A new secret; the old one signs too for a while, so that the receiver can change over. */
export function RotateSecret({ channel, onClose, onStale }: ConfirmOfChannel) {
  const [rotated, setRotated] = useState<{ readonly secret: string; readonly until: string | null } | null>(
    null,
  );
  const form = useConfirm(
    RotateChannelSecretDocument,
    { id: channel.id, expectedVersion: channel.version },
    ({ rotateChannelSecret: { secret, channel: of } }) => {
      if (secret === null) onClose();
      else setRotated({ secret, until: of.previousSecretUntil });
    },
    onStale,
  );

  if (rotated !== null) {
    return (
      <SecretDialog
        title={says.isRotated(channel.name)}
        secret={rotated.secret}
        lead={OF_WEBHOOK}
        onClose={onClose}
      >
        {rotated.until !== null && (
          <p className="t2">
            {says.secretBeforeSigns} <When at={rotated.until} />.
          </p>
        )}
      </SecretDialog>
    );
  }
  return (
    <Confirm
      title={says.rotateTheSecret(channel.name)}
      verb={says.rotateSecret}
      harmless
      form={form}
      onClose={onClose}
    >
      <p>{says.messagesAreSigned}</p>
    </Confirm>
  );
}

export function SwitchOff({ channel, onClose, onStale }: ConfirmOfChannel) {
  const waiting = channel.deliveries.filter(({ status }) => status === 'WAITING').length;
  const input = { id: channel.id, expectedVersion: channel.version, active: false };
  const form = useConfirm(UpdateChannelDocument, { input }, onClose, onStale);

  return (
    <Confirm title={says.askSwitchOff(channel.name)} verb={says.switchOff} form={form} onClose={onClose}>
      <p>{says.takesNothingUntil(waiting === 0 ? says.nothingWaits : says.givenUp(waiting))}</p>
    </Confirm>
  );
}

interface EndChannelProps extends ConfirmOfChannel {
  /** How many tell it. */
  readonly rules: number;
  readonly onEnded: () => void;
}

export function EndChannel({ channel, rules, onClose, onEnded, onStale }: EndChannelProps) {
  const { id, version } = channel;
  const form = useConfirm(DeleteChannelDocument, { id, expectedVersion: version }, onEnded, onStale);
  return (
    <Confirm title={says.endTheChannel(channel.name)} verb={says.endChannel} form={form} onClose={onClose}>
      <p>{says.takesNothingAny(rules === 0 ? says.noRuleTells : says.onWithout(rules))}</p>
    </Confirm>
  );
}
