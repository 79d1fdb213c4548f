import { counted } from '@/format/number';
import { exactUtc } from '@/format/time';

/** What is said before a dead letter is replayed. */
export const words = {
  title: (event: string) => `Replay ${event}?`,
  verb: 'Replay event',
  effect: (handler: string) =>
    `${handler} gets the event once more, from its first attempt on. It can be replayed once: should it fail as often again, another dead letter stands here.`,
  happened: 'Happened',
  failed: 'Failed',
  died: (at: string, attempts: number) =>
    `${exactUtc(at)}, after ${counted(attempts, 'attempt', 'attempts')}`,
  last: 'Last failure',
  unknown: 'not told',
} as const;
