import type { ChannelLine } from '@/features/alerts/use-alerts';
import { EndChannel, RotateSecret, SwitchOff } from './channel-confirms';
import { EditChannelDialog } from './EditChannelDialog';

/** What a person wants to change of a channel. */
export type ChannelAsk = 'edit' | 'rotate' | 'off' | 'end';

interface ChannelDialogsProps {
  readonly ask: ChannelAsk | null;
  readonly channel: ChannelLine;
  /** How many tell it. */
  readonly rules: number;
  readonly onClose: () => void;
  readonly onEnded: () => void;
  readonly onStale: () => void;
}

/** Asks before a channel is changed: from its row as from its drawer. */
export function ChannelDialogs({ ask, channel, rules, onClose, onEnded, onStale }: ChannelDialogsProps) {
  const of = { channel, onClose, onStale };
  switch (ask) {
    case 'edit':
      return <EditChannelDialog {...of} />;
    case 'rotate':
      return <RotateSecret {...of} />;
    case 'off':
      return <SwitchOff {...of} />;
    case 'end':
      return <EndChannel {...of} rules={rules} onEnded={onEnded} />;
    case null:
      return null;
  }
}
