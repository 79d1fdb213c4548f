import type { Resolvers } from '../generated/schema';
import { trainingLog } from './training';

/** What a test says happens while a page is open; each subscription hears of its own subject. */
export interface Happening {
  readonly field: 'jobChanged' | 'jobLog' | 'runMetrics' | 'endpointTraffic';
  readonly subject: string;
  readonly value: unknown;
}

/** One queue a subscriber. */
export class Live {
  private readonly hearers = new Set<(happening: Happening) => void>();

  happen(happening: Happening) {
    for (const hear of this.hearers) hear(happening);
  }

  get followers(): number {
    return this.hearers.size;
  }

  /** @param before what a subscriber hears first, such as the log so far */
  follow(
    field: Happening['field'],
    subject: string,
    before: readonly unknown[] = [],
  ): AsyncIterableIterator<Record<string, unknown>> {
    const waiting = [...before];
    let take: (() => void) | null = null;
    let isOver = false;
    const hear = (happening: Happening) => {
      if (happening.field !== field || happening.subject !== subject) return;
      waiting.push(happening.value);
      take?.();
    };
    this.hearers.add(hear);
    const follower: AsyncIterableIterator<Record<string, unknown>> = {
      [Symbol.asyncIterator]: () => follower,
      next: () =>
        new Promise((resolve) => {
          take = () => {
            if (isOver) resolve({ done: true, value: undefined });
            else if (waiting.length > 0) resolve({ done: false, value: { [field]: waiting.shift() } });
            else return;
            take = null;
          };
          take();
        }),
      return: () => {
        isOver = true;
        this.hearers.delete(hear);
        take?.();
        return Promise.resolve({ done: true, value: undefined });
      },
    };
    return follower;
  }
}

export const liveResolvers: Resolvers = {
  Subscription: {
    jobChanged: {
      subscribe: (_root, { projectId }, { live }) => live.follow('jobChanged', projectId) as never,
    },
    jobLog: {
      subscribe: (_root, { jobId, after }, world) => {
        const lines = trainingLog(world, jobId);
        const begin = after == null ? 0 : lines.findIndex(({ cursor }) => cursor === after) + 1;
        return world.live.follow('jobLog', jobId, lines.slice(begin)) as never;
      },
    },
    runMetrics: { subscribe: (_root, { runId }, { live }) => live.follow('runMetrics', runId) as never },
    endpointTraffic: {
      subscribe: (_root, { endpointId }, { live }) => live.follow('endpointTraffic', endpointId) as never,
    },
  },
};
