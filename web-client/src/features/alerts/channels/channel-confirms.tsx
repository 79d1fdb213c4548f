import { useState } from 'react';
import {
  DeleteChannelDocument,
  RotateChannelSecretDocument,
  UpdateChannelDocument,
} from '@/api/generated/alerts';
import type { ChannelLine } from '@/features/alerts/use-alerts';
import { counted } from '@/format/number';
import { SecretDialog } from '@/parts/apikey/SecretDialog';
import { Confirm, useConfirm } from '@/parts/form';
import { When } from '@/parts/When';

interface ConfirmOfChannel {
  readonly channel: ChannelLine;
  readonly onClose: () => void;
  readonly onStale: () => void;
}

export const OF_WEBHOOK =
  'This signs its messages, as Standard Webhooks says. It is shown now and never again: give it to the receiver, which checks by it that a message is ours.';

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
        title={`${channel.name} is rotated`}
        secret={rotated.secret}
        lead={OF_WEBHOOK}
        onClose={onClose}
      >
        {rotated.until !== null && (
          <p className="t2">
            The secret before signs, too: its end is <When at={rotated.until} />.
          </p>
        )}
      </SecretDialog>
    );
  }
  return (
    <Confirm
      title={`Rotate the secret of ${channel.name}?`}
      verb="Rotate secret"
      harmless
      form={form}
      onClose={onClose}
    >
      <p>
        Messages are signed with the new secret and, for a while, with the present one, too. A receiver that
        knows neither refuses them, and they are tried again.
      </p>
    </Confirm>
  );
}

export function SwitchOff({ channel, onClose, onStale }: ConfirmOfChannel) {
  const waiting = channel.deliveries.filter(({ status }) => status === 'WAITING').length;
  const input = { id: channel.id, expectedVersion: channel.version, active: false };
  const form = useConfirm(UpdateChannelDocument, { input }, onClose, onStale);

  return (
    <Confirm title={`Switch ${channel.name} off?`} verb="Switch off" form={form} onClose={onClose}>
      <p>
        It takes nothing until somebody switches it on.{' '}
        {waiting === 0
          ? 'Nothing waits.'
          : `${counted(waiting, 'message that waits is', 'messages that wait are')} given up.`}
      </p>
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
    <Confirm title={`End the channel ${channel.name}?`} verb="End channel" form={form} onClose={onClose}>
      <p>
        It takes nothing any more, what waits is given up, and what was sent is not shown any more.{' '}
        {rules === 0
          ? 'No rule tells it.'
          : `${counted(rules, 'rule tells it and goes', 'rules tell it and go')} on without it.`}
      </p>
    </Confirm>
  );
}
