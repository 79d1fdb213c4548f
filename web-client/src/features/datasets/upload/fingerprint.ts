import { WEEK_MS } from '@/format/units';

/** Interrupted uploads of this browser: under which key each was begun, so that the platform goes on with the same. */
const PREFIX = 'keelson-upload:';

/** Kept no longer than the platform keeps an upload without progress. */
const MAX_AGE_MS = WEEK_MS;

export interface FileMark {
  readonly path: string;
  readonly size: number;
  readonly lastModified: number;
}

interface Entry {
  /** Idempotency key of `startUpload`: under it the platform answers with the upload that was begun. */
  readonly requestKey: string;
  readonly atMs: number;
}

/** The key of an upload that was begun before; null when this file of this version is new to the browser. */
export function recall(versionId: string, file: FileMark, nowMs = Date.now()): string | null {
  const entry = read(name(versionId, file));
  return entry === null || nowMs - entry.atMs > MAX_AGE_MS ? null : entry.requestKey;
}

export function remember(versionId: string, file: FileMark, requestKey: string, nowMs = Date.now()): void {
  try {
    localStorage.setItem(name(versionId, file), JSON.stringify({ requestKey, atMs: nowMs } satisfies Entry));
  } catch {
    // Without room in the storage an upload still works; only a reload cannot go on with it.
  }
}

export function forget(versionId: string, file: FileMark): void {
  localStorage.removeItem(name(versionId, file));
}

/** Files of a version whose upload was begun here and not ended: they are to be picked again after a reload. */
export function unfinished(versionId: string, nowMs = Date.now()): FileMark[] {
  const prefix = `${PREFIX}${versionId}:`;
  const found: FileMark[] = [];
  for (const key of Object.keys(localStorage).filter((candidate) => candidate.startsWith(prefix))) {
    const entry = read(key);
    const mark = parse(key.slice(prefix.length));
    if (entry === null || mark === null || nowMs - entry.atMs > MAX_AGE_MS) localStorage.removeItem(key);
    else found.push(mark);
  }
  return found;
}

function name(versionId: string, { size, lastModified, path }: FileMark): string {
  return `${PREFIX}${versionId}:${size}:${lastModified}:${path}`;
}

function parse(rest: string): FileMark | null {
  const [, size, lastModified, path] = /^(\d+):(\d+):(.+)$/s.exec(rest) ?? [];
  return path === undefined ? null : { path, size: Number(size), lastModified: Number(lastModified) };
}

function read(key: string): Entry | null {
  try {
    const entry = JSON.parse(localStorage.getItem(key) ?? 'null') as Partial<Entry> | null;
    if (typeof entry?.requestKey !== 'string' || typeof entry.atMs !== 'number') return null;
    return { requestKey: entry.requestKey, atMs: entry.atMs };
  } catch {
    return null;
  }
}
