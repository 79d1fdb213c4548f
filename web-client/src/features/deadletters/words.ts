import { counted } from '@/format/number';
import { exactUtc } from '@/format/time';

/** What the page of dead letters says, and what is said before one is replayed. */
export const words = {
  page: {
    title: 'Dead letters',
    settings: 'Settings',
    noun: ['dead letter', 'dead letters'],
    placeholder: 'Event, part or reason',
    waiting: (events: number) => `${counted(events, 'event waits', 'events wait')} for another try`,
    nothing: {
      title: 'No dead letters',
      text: 'Every event reached those who act on it. One whose delivery fails after the last attempt stands here, with the reason and a way to have it delivered once more.',
    },
  },
  columns: {
    event: 'Event',
    attempts: (n: number) => `, ${counted(n, 'attempt', 'attempts')}`,
    why: 'Why the last attempt failed',
    unknown: 'not told',
    attemptsTitle: 'Attempts',
    happened: 'Happened',
    failed: 'Failed',
    retry: 'Another try',
    waits: 'Waits',
    sent: 'Sent',
    rowOf: (event: string, handler: string) => `${event} for ${handler}`,
    replay: 'Replay…',
  },
  replay: {
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
  },
} as const;
