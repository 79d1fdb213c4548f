import type { ThreadFragment } from '@/api/generated/inbox';
import type { IconName } from '@/parts/Icon';
import type { Tone } from '@/parts/Status';

interface Reason {
  readonly word: string;
  readonly tone: Tone;
  readonly icon: IconName;
  /** What the one button of the row says. */
  readonly verb: string;
  /** The part of the thing's page that it is about. */
  readonly at?: string;
}

/** Why a person is told, as each row begins. */
export const REASONS: Readonly<Record<ThreadFragment['reason'], Reason>> = {
  ALERT: { word: 'Alert', tone: 'warn', icon: 'warn', verb: 'Open' },
  APPROVAL_ASKED: { word: 'Approval asked', tone: 'wait', icon: 'shield', verb: 'Review' },
  DECISION_ASKED: { word: 'Decision asked', tone: 'wait', icon: 'clock', verb: 'Review' },
  END_OF_MINE: { word: 'Done for me', tone: 'ok', icon: 'ok', verb: 'Open' },
  FAILURE_OF_MINE: { word: 'Failure of mine', tone: 'bad', icon: 'bad', verb: 'Open' },
  MENTION: { word: 'Mention', tone: 'run', icon: 'at', verb: 'Reply', at: '#comments' },
  REPLY: { word: 'Reply', tone: 'run', icon: 'say', verb: 'Reply', at: '#comments' },
};
