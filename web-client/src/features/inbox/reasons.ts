import type { ThreadFragment } from '@/api/generated/inbox';
import type { IconName } from '@/parts/Icon';
import type { Tone } from '@/parts/Status';
import { words } from './words';

const says = words.reasons;

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
  ALERT: { word: says.alert, tone: 'warn', icon: 'warn', verb: says.open },
  APPROVAL_ASKED: { word: says.approvalAsked, tone: 'wait', icon: 'shield', verb: says.review },
  DECISION_ASKED: { word: says.decisionAsked, tone: 'wait', icon: 'clock', verb: says.review },
  END_OF_MINE: { word: says.endOfMine, tone: 'ok', icon: 'ok', verb: says.open },
  FAILURE_OF_MINE: { word: says.failureOfMine, tone: 'bad', icon: 'bad', verb: says.open },
  MENTION: { word: says.mention, tone: 'run', icon: 'at', verb: says.reply, at: '#comments' },
  REPLY: { word: says.reply, tone: 'run', icon: 'say', verb: says.reply, at: '#comments' },
};
