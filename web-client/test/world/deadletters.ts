import type { Resolvers } from '../generated/schema';
import { DAY, HOUR, iso, MINUTE } from './clock';
import { globalId } from './ids';
import { page } from './page';
import { conflict, refusal } from './refusal';
import type { World } from './world';

export interface DeadLetterRow {
  id: string;
  event: string;
  handler: string;
  attempts: number;
  failure: string | null;
  happenedAt: string;
  diedAt: string;
  replayedAt: string | null;
}

/** Two that wait, and one that was sent once more. */
export function seedDeadLetters(world: World) {
  const now = world.now();
  world.deadLetters = [
    {
      id: globalId('DeadLetter', 'd1'),
      event: 'JobFinished',
      handler: 'run-status',
      attempts: 12,
      failure:
        'The run damage-vit-l #411 was deleted before its job had finished (expected: a run to write to)',
      happenedAt: iso(now - 5 * HOUR),
      diedAt: iso(now - 2 * HOUR),
      replayedAt: null,
    },
    {
      id: globalId('DeadLetter', 'd2'),
      event: 'BudgetExceeded',
      handler: 'alert-channel',
      attempts: 12,
      failure: null,
      happenedAt: iso(now - DAY - 40 * MINUTE),
      diedAt: iso(now - 20 * HOUR),
      replayedAt: null,
    },
    {
      id: globalId('DeadLetter', 'd3'),
      event: 'ModelVersionApproved',
      handler: 'retraining',
      attempts: 12,
      failure: 'The database did not answer within 5 s.',
      happenedAt: iso(now - 3 * DAY),
      diedAt: iso(now - 3 * DAY + 3 * HOUR),
      replayedAt: iso(now - 2 * DAY),
    },
  ];
}

export const deadLetterResolvers: Resolvers = {
  Query: {
    deadLetters: (_root, args, { deadLetters }) => page(deadLetters, args),
  },
  Mutation: {
    replayDeadLetter: (_root, { id }, world) => {
      const letter = world.deadLetters.find((row) => row.id === id);
      if (letter === undefined) throw refusal('NOT_FOUND', 'no such dead letter');
      if (letter.replayedAt !== null) throw conflict('the event');
      letter.replayedAt = iso(world.now());
      return letter;
    },
  },
};
