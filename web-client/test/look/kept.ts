import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHROMIUM } from '../chromium';

/** Beside the pictures: which Chromium drew them, and how (digestOfDrawing). Another one draws letters otherwise. */
const DRAWN_BY = join(import.meta.dirname, 'pictures/chromium.txt');

/** How this machine draws, as `serve.ts` has seen. */
const DRAWING = 'KEELSON_LOOK_DRAWING';

/** Before the first picture, to all who draw. */
export function tellDrawing(digest: string) {
  process.env[DRAWING] = digest;
}

/** Null where the pictures that are kept can be compared with. */
export function whyNotCompared(): string | null {
  if (CHROMIUM === null) return 'there is no Chromium on the PATH';
  if (!existsSync(DRAWN_BY)) return 'none are kept';
  const [version, digest] = readFileSync(DRAWN_BY, 'utf8').trim().split(' ');
  const here = chromiumVersion(CHROMIUM);
  if (here !== version) return `they were drawn by Chromium ${version}, and here is ${here}`;
  return digest === process.env[DRAWING]
    ? null
    : `Chromium ${here} draws letters and lines otherwise here, also where no page of the console is drawn`;
}

export function keepDrawing(digest: string) {
  if (CHROMIUM !== null) writeFileSync(DRAWN_BY, `${chromiumVersion(CHROMIUM)} ${digest}\n`);
}

function chromiumVersion(program: string): string {
  const text = execFileSync(program, ['--version'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return /\d+/.exec(text)?.[0] ?? text.trim();
}
