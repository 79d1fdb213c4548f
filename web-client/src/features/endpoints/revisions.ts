import type { RevisionRowFragment, RevisionStatus } from '@/api/generated/endpoints';
import { words } from './words';

const says = words.revisions;

interface Known {
  readonly id: string;
  readonly number: number;
  readonly status: RevisionStatus;
  readonly weight: number;
  readonly readyAt: string | null;
}

export function newestFirst<R extends Known>(revisions: readonly R[]): R[] {
  return [...revisions].sort((a, b) => b.number - a.number);
}

/** Those that may get traffic. */
export function ready<R extends Known>(revisions: readonly R[]): R[] {
  return newestFirst(revisions).filter(({ status }) => status === 'READY');
}

/** Those that get traffic now. */
export function serving<R extends Known>(revisions: readonly R[]): R[] {
  return ready(revisions).filter(({ weight }) => weight > 0);
}

/** The state of an endpoint is that of its revisions: ready as soon as one serves. */
export function endpointState(revisions: readonly Known[]): RevisionStatus {
  const states = new Set(revisions.map(({ status }) => status));
  if (serving(revisions).length > 0) return 'READY';
  for (const state of ['LOADING', 'PENDING', 'DRAINING'] as const) {
    if (states.has(state)) return state;
  }
  return newestFirst(revisions)[0]?.status === 'FAILED' ? 'FAILED' : 'STOPPED';
}

/** Something is about to change by itself. */
export function isMoving(revisions: readonly Known[]): boolean {
  return revisions.some(
    ({ status }) => status === 'PENDING' || status === 'LOADING' || status === 'DRAINING',
  );
}

/**
 * The revision that a rollback leads back to, by what is known here: of a split, the one that served before the newest;
 * else the one that was ready before the one that serves. The platform has the last word. Null where no other has served.
 */
export function before<R extends Known>(revisions: readonly R[]): R | null {
  const [current] = serving(revisions);
  if (current === undefined) return null;
  const others = newestFirst(revisions).filter(
    ({ number, readyAt }) => number < current.number && readyAt !== null,
  );
  return others.find(({ weight, status }) => status === 'READY' && weight > 0) ?? others[0] ?? null;
}

/** `wine v7`, or what is left to say where the model may not be seen. */
export function modelName({ modelVersion }: Pick<RevisionRowFragment, 'modelVersion'>): string {
  return modelVersion === null ? says.modelYouCannot : `${modelVersion.modelName} v${modelVersion.number}`;
}

/** The same revision has the same colour on the whole page: the newest that are not over, in order. */
export function colours(revisions: readonly Known[]): ReadonlyMap<string, number> {
  const live = newestFirst(revisions).filter(({ status }) => status !== 'STOPPED' && status !== 'FAILED');
  return new Map(live.reverse().map(({ id }, index) => [id, (index % 6) + 1]));
}
