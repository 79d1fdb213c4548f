import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** As `.keelson/env` names it. */
export const PLATFORM_URL = required('KEELSON_URL');

/** Of every person of the demo organisations. */
export const PASSWORD = required('KEELSON_PASSWORD');

/** First on the `PATH`; null where there is none. */
export const CHROMIUM = onPath('chromium');

/** Who there is to sign in; one person of each kind. */
export type PersonName = 'engineer' | 'reviewer' | 'admin' | 'owner' | 'viewer' | 'billing' | 'other-owner';

/**
 * A platform that is known under another address than it listens on, such as one behind a proxy:
 * `MAP keelson.example:443 127.0.0.1:7080`.
 */
export function hostRules(): string[] {
  const rules = process.env.KEELSON_BROWSER_HOST_RULES ?? '';
  return rules === '' ? [] : [`--host-resolver-rules=${rules}`];
}

function required(name: string): string {
  const value = process.env[name] ?? '';
  if (value === '') throw new Error(`${name} is not set (expected: the variables of .keelson/env)`);
  return value;
}

function onPath(program: string): string | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      continue;
    }
  }
  return null;
}
