import type { LimitsQuery } from '@/api/generated/limits';
import { count } from '@/format/number';
import { duration } from '@/format/time';
import { amountOf, type LimitName } from './quota';
import type { LimitRefusals } from './refusal';
import { words } from './words';

const says = words.outcome;

type Tenant = Pick<LimitsQuery['tenant'], 'quotas' | 'rateLimit'>;

/** What became of a limit, or of who was refused by it, as far as it is known. */
export interface Outcome {
  readonly tone: 'ok' | 'warn' | 'idle';
  readonly words: string;
}

/** How the limit stands now. */
export function outcomeOfLimit(refused: LimitRefusals, tenant: Tenant): Outcome {
  const { limit: name, limitAtLast: then } = refused;
  const { limit, used } = standing(name, tenant);
  if (then !== null && (limit === null || limit > then)) {
    const now = limit === null ? says.noLimit : amount(name, limit);
    return { tone: 'ok', words: says.raised(amount(name, then), now) };
  }
  if (limit !== null && used >= limit) return { tone: 'warn', words: says.usedUp };
  if (isByMinute(name)) return { tone: 'idle', words: says.nextMinute };
  if (limit === null) return { tone: 'idle', words: says.room };
  const left = amount(name, limit - used);
  // What was refused may still be larger than that.
  return { tone: 'idle', words: isAskedInBulk(name) ? says.left(left) : says.roomLeft(left) };
}

/** What became of those who were refused; null where it is not known. */
export function outcomeOfActor(
  name: LimitName,
  { lastAt, servedAt }: LimitRefusals['actors'][number],
): Outcome | null {
  if (servedAt === null) return null;
  // Of a rate the last serving is told, not the first.
  if (isRate(name)) return { tone: 'ok', words: says.served };
  return { tone: 'ok', words: says.doneLater(duration(Date.parse(servedAt) - Date.parse(lastAt))) };
}

function standing(name: LimitName, { quotas, rateLimit }: Tenant): { limit: number | null; used: number } {
  if (name === 'API_RATE') {
    return { limit: rateLimit.pointsPerMinute, used: rateLimit.usedPointsPerMinute };
  }
  // What single keys have used of the minute is not told.
  if (name === 'API_KEY_RATE') return { limit: rateLimit.perKeyPointsPerMinute, used: 0 };
  const quota = quotas.find((one) => one.name === name);
  return quota ?? { limit: null, used: 0 };
}

function amount(name: LimitName, value: number): string {
  return isRate(name) ? count(value) : amountOf(name, value);
}

function isRate(name: LimitName): name is 'API_RATE' | 'API_KEY_RATE' {
  return name === 'API_RATE' || name === 'API_KEY_RATE';
}

function isAskedInBulk(name: LimitName): boolean {
  return name === 'STORED_BYTES' || name === 'CPUS';
}

function isByMinute(name: LimitName): boolean {
  return isRate(name) || name === 'METRIC_POINTS_PER_MINUTE';
}
