import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHROMIUM } from '../chromium';

/** Beside the pictures: the major version of the Chromium that drew them. Another one draws letters otherwise. */
const VERSION_FILE = join(import.meta.dirname, 'pictures/chromium.txt');

/** Null where the pictures that are kept can be compared with. */
export function whyNotCompared(): string | null {
  if (CHROMIUM === null) return 'there is no Chromium on the PATH';
  if (!existsSync(VERSION_FILE)) return 'none are kept';
  const kept = readFileSync(VERSION_FILE, 'utf8').trim();
  const here = chromiumVersion(CHROMIUM);
  return here === kept ? null : `they were drawn by Chromium ${kept}, and here is ${here}`;
}

function chromiumVersion(program: string): string {
  const text = execFileSync(program, ['--version'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return /\d+/.exec(text)?.[0] ?? text.trim();
}
