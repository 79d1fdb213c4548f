import type { LimitDetailsQuery } from '@/api/generated/limits';
import { dayOf } from './DayBars';
import { words } from './words';

export type Refusals = NonNullable<LimitDetailsQuery['tenant']['refusals']>;
export type LimitRefusals = Refusals[number];

/** How often anything was refused in the seven days. */
export function total(refusals: Refusals): number {
  return refusals.reduce((sum, { refused }) => sum + refused, 0);
}

/** The day on which most was refused, and how much; null where nothing was. */
export function worstDay(refusals: Refusals, nowMs: number): { day: string; refused: number } | null {
  const first = refusals[0];
  if (first === undefined) return null;
  const sums = first.daily.map((_, index) =>
    refusals.reduce((sum, { daily }) => sum + (daily[index] ?? 0), 0),
  );
  const refused = Math.max(...sums);
  return { day: dayOf(sums, sums.lastIndexOf(refused), nowMs), refused };
}

/** How often those were refused who are not named. */
export function ofOthers({ refused, actors }: LimitRefusals, named: number): number {
  return actors.slice(0, named).reduce((rest, actor) => rest - actor.refused, refused);
}

const KINDS: Readonly<Record<LimitRefusals['actors'][number]['actor']['kind'], string | null>> = {
  PERSON: null,
  API_KEY: null, // its label says so
  SERVICE_ACCOUNT: words.refusals.serviceAccount,
  JOB: null,
  PLATFORM: words.refusals.platform,
  OPERATOR: words.refusals.operator,
};

/** What stands behind a name that does not say what it is; null for nothing. */
export function kindOf({ actor }: LimitRefusals['actors'][number]): string | null {
  return KINDS[actor.kind];
}
