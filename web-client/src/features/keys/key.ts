import type { KeyRowFragment } from '@/api/generated/keys';
import { relative } from '@/format/time';
import type { IconName } from '@/parts/Icon';
import type { Tone } from '@/parts/Status';

export type Permission = KeyRowFragment['permissions'][number];

/** A key that ends sooner than this wants a look. */
const SOON_MS = 14 * 86_400_000;

export interface KeyState {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly word: string;
}

export function stateOf({ revokedAt, expiresAt }: KeyRowFragment, nowMs: number): KeyState {
  if (revokedAt != null) return { tone: 'idle', icon: 'slash', word: 'Revoked' };
  if (expiresAt == null) return { tone: 'ok', icon: 'ok', word: 'Active' };
  const leftMs = Date.parse(expiresAt) - nowMs;
  if (leftMs <= 0) return { tone: 'idle', icon: 'clock', word: 'Expired' };
  return leftMs < SOON_MS
    ? { tone: 'warn', icon: 'warn', word: `Ends ${relative(expiresAt, nowMs)}` }
    : { tone: 'ok', icon: 'ok', word: 'Active' };
}

/** `DATASET_READ` reads "data set: read"; grouped by what it is about. */
export function groupsOf(
  permissions: readonly Permission[],
): { readonly about: string; readonly members: readonly Permission[] }[] {
  const abouts = [...new Set(permissions.map(aboutOf))];
  return abouts.map((about) => ({
    about,
    members: permissions.filter((permission) => aboutOf(permission) === about),
  }));
}

export function verbOf(permission: Permission): string {
  return permission.slice(permission.indexOf('_') + 1).toLowerCase();
}

function aboutOf(permission: Permission): string {
  const word = permission.slice(0, permission.indexOf('_')).toLowerCase();
  return word === 'dataset'
    ? 'Data sets'
    : word === 'key'
      ? 'API keys'
      : `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

/** Days until the end, as the form offers them; 0 is never. */
export const LIFETIMES: readonly { readonly days: number; readonly label: string }[] = [
  { days: 7, label: '7 days' },
  { days: 30, label: '30 days' },
  { days: 90, label: '90 days' },
  { days: 365, label: 'a year' },
  { days: 0, label: 'never' },
];

export function expiryAfter(days: number, nowMs: number): string | null {
  return days === 0 ? null : new Date(nowMs + days * 86_400_000).toISOString();
}
