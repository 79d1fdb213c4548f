import { newIdempotencyKey } from '@/api/client';
import { forget, recall, remember, type FileMark } from './fingerprint';
import type { StartTransfer, Transfer } from './transfer';

/** `dropped`: the connection was lost and is tried again; `stopped`: it is no longer tried. */
export type UploadState = 'waiting' | 'sending' | 'paused' | 'dropped' | 'stopped' | 'done' | 'refused';

export interface UploadItem extends FileMark {
  readonly state: UploadState;
  readonly sentBytes: number;
  /** It went on with what had arrived before. */
  readonly resumed: boolean;
  /** Why it is stopped or refused. */
  readonly reason: string | null;
}

export type Begun =
  | { readonly url: string; readonly offsetBytes: number }
  | { readonly refused: string; readonly isFinal: boolean };

/** Asks the platform for a place to send the file to; the same key gets the same upload. */
export type BeginUpload = (file: FileMark, requestKey: string) => Promise<Begun>;

/** So many files are sent at a time. */
export const MAX_PARALLEL = 3;

interface Entry {
  item: UploadItem;
  readonly file: File;
  requestKey: string;
  transfer: Transfer | null;
  /** The platform had let go of the upload once already. */
  renewed: boolean;
}

/** Files on their way into one version: a few at a time, each to be paused, resumed and picked up after a reload. */
export class UploadQueue {
  private readonly entries = new Map<string, Entry>();
  private readonly listeners = new Set<() => void>();
  private items: readonly UploadItem[] = [];
  private onArrived: () => void = () => undefined;

  constructor(
    private readonly versionId: string,
    private readonly begin: BeginUpload,
    private readonly transfer: StartTransfer,
  ) {}

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly snapshot = () => this.items;

  /** Calls back when a file is in the version. */
  whenArrived(onArrived: () => void): void {
    this.onArrived = onArrived;
  }

  /** A file of a path that is here already takes its place. */
  add(files: Iterable<File>): void {
    for (const file of files) {
      const path = file.webkitRelativePath === '' ? file.name : file.webkitRelativePath;
      const mark = { path, size: file.size, lastModified: file.lastModified };
      this.entries.get(path)?.transfer?.stop();
      const known = recall(this.versionId, mark);
      this.entries.set(path, {
        item: { ...mark, state: 'waiting', sentBytes: 0, resumed: known !== null, reason: null },
        file,
        requestKey: known ?? newIdempotencyKey(),
        transfer: null,
        renewed: false,
      });
    }
    this.next();
  }

  pause(path: string): void {
    const entry = this.entries.get(path);
    if (entry === undefined || !isOpen(entry.item.state)) return;
    entry.transfer?.stop();
    entry.transfer = null;
    this.put(entry, { state: 'paused' });
    this.next();
  }

  resume(path: string): void {
    const entry = this.entries.get(path);
    if (entry === undefined || !['paused', 'stopped', 'refused'].includes(entry.item.state)) return;
    this.put(entry, { state: 'waiting', reason: null });
    this.next();
  }

  /** What was given up for want of a connection goes on. */
  resumeStopped(): void {
    for (const { item } of this.entries.values()) if (item.state === 'stopped') this.resume(item.path);
  }

  remove(path: string): void {
    const entry = this.entries.get(path);
    if (entry === undefined) return;
    entry.transfer?.stop();
    forget(this.versionId, entry.item);
    this.entries.delete(path);
    this.tell();
    this.next();
  }

  /** When the page is left: what has arrived stays. */
  close(): void {
    for (const { item } of this.entries.values()) this.pause(item.path);
  }

  private next() {
    const all = [...this.entries.values()];
    let free = MAX_PARALLEL - all.filter(({ item }) => isActive(item.state)).length;
    for (const entry of all) {
      if (free <= 0) break;
      if (entry.item.state !== 'waiting') continue;
      free -= 1;
      this.put(entry, { state: 'sending' });
      void this.start(entry);
    }
    this.tell();
  }

  private async start(entry: Entry) {
    remember(this.versionId, entry.item, entry.requestKey);
    const begun = await this.begin(entry.item, entry.requestKey);
    if (!this.isCurrent(entry) || entry.item.state !== 'sending') return;
    if ('refused' in begun) {
      this.end(entry, begun.isFinal ? 'refused' : 'stopped', begun.refused);
      return;
    }
    this.put(entry, { sentBytes: begun.offsetBytes });
    entry.transfer = this.transfer(begun.url, entry.file, {
      onProgress: (sentBytes) => {
        if (this.isCurrent(entry) && isActive(entry.item.state))
          this.put(entry, { state: 'sending', sentBytes });
      },
      onDropped: () => this.isCurrent(entry) && this.put(entry, { state: 'dropped' }),
      onDone: () => this.done(entry),
      onFailed: (status, message) => this.failed(entry, status, message),
    });
  }

  private done(entry: Entry) {
    if (!this.isCurrent(entry)) return;
    forget(this.versionId, entry.item);
    this.put(entry, { sentBytes: entry.item.size });
    this.end(entry, 'done', null);
    this.onArrived();
  }

  private failed(entry: Entry, status: number | null, message: string) {
    if (!this.isCurrent(entry)) return;
    const isGone = status === 403 || status === 404 || status === 410;
    if (isGone && !entry.renewed) {
      // The link has expired, which asking again renews, or the upload has: then it begins anew.
      entry.renewed = true;
      if (status !== 403) entry.requestKey = newIdempotencyKey();
      void this.start(entry);
      return;
    }
    this.end(entry, status === null || status >= 500 ? 'stopped' : 'refused', message);
  }

  private end(entry: Entry, state: UploadState, reason: string | null) {
    entry.transfer = null;
    this.put(entry, { state, reason });
    this.next();
  }

  private isCurrent(entry: Entry): boolean {
    return this.entries.get(entry.item.path) === entry;
  }

  private put(entry: Entry, change: Partial<UploadItem>) {
    entry.item = { ...entry.item, ...change };
    this.tell();
  }

  private tell() {
    this.items = [...this.entries.values()].map(({ item }) => item);
    for (const listener of this.listeners) listener();
  }
}

/** Takes one of the places. */
function isActive(state: UploadState): boolean {
  return state === 'sending' || state === 'dropped';
}

export function isOpen(state: UploadState): boolean {
  return state === 'waiting' || isActive(state);
}
