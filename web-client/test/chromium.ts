import type { LaunchOptions } from '@playwright/test';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian's, first on the `PATH`; null where there is none. */
export const CHROMIUM = onPath('chromium');

/** How tests start it. */
export function launchOptions(args: readonly string[] = []): LaunchOptions {
  return {
    ...(CHROMIUM === null ? {} : { executablePath: CHROMIUM }),
    args: ['--no-sandbox', ...args],
  };
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
