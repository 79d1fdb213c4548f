import { beforeEach, describe, expect, it, vi } from 'vitest';
import { recall, unfinished } from './fingerprint';
import type { TransferEvents } from './transfer';
import { MAX_PARALLEL, UploadQueue, type BeginUpload } from './upload-queue';

const storage = new Map<string, string>();

function fakeFile(name: string, size = 100): File {
  return { name, size, lastModified: 7, webkitRelativePath: '' } as File;
}

/** A platform that keeps an upload for each key, and transfers that the test moves by hand. */
function newQueue(begin?: BeginUpload) {
  const keys: string[] = [];
  const transfers: { url: string; events: TransferEvents; stopped: boolean }[] = [];
  const queue = new UploadQueue(
    'V1',
    begin ??
      ((_file, requestKey) => {
        const isKnown = keys.includes(requestKey);
        keys.push(requestKey);
        return Promise.resolve({ url: `/data/uploads/${requestKey}`, offsetBytes: isKnown ? 40 : 0 });
      }),
    (url, _file, events) => {
      const transfer = { url, events, stopped: false };
      transfers.push(transfer);
      return { stop: () => (transfer.stopped = true) };
    },
  );
  const state = (path: string) => queue.snapshot().find((item) => item.path === path);
  return { queue, keys, transfers, state };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

beforeEach(() => {
  storage.clear();
  const local = {
    getItem: (key: string) => storage.get(key) ?? null,
    setItem: (key: string, value: string) => void storage.set(key, value),
    removeItem: (key: string) => void storage.delete(key),
  };
  vi.stubGlobal(
    'localStorage',
    new Proxy(local, {
      ownKeys: () => [...storage.keys()],
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    }),
  );
});

describe('files on their way into a version', () => {
  it('sends a few at a time, the others when a place is free', async () => {
    const { queue, transfers, state } = newQueue();
    queue.add(['a', 'b', 'c', 'd'].map((name) => fakeFile(name)));
    await settled();

    expect(transfers).toHaveLength(MAX_PARALLEL);
    expect(state('d')?.state).toBe('waiting');
    transfers[0]?.events.onDone();
    await settled();
    expect(state('a')?.state).toBe('done');
    expect(state('d')?.state).toBe('sending');
  });

  it('pauses and goes on with what has arrived, under the same key', async () => {
    const { queue, keys, transfers, state } = newQueue();
    queue.add([fakeFile('a')]);
    await settled();
    transfers[0]?.events.onProgress(40);
    queue.pause('a');
    expect(transfers[0]?.stopped).toBe(true);
    expect(state('a')).toMatchObject({ state: 'paused', sentBytes: 40 });

    queue.resume('a');
    await settled();
    expect(keys[1]).toBe(keys[0]);
    expect(state('a')).toMatchObject({ state: 'sending', sentBytes: 40 });
  });

  it('goes on after a reload, when the same file is picked again', async () => {
    const first = newQueue();
    first.queue.add([fakeFile('a')]);
    await settled();
    expect(unfinished('V1')).toEqual([{ path: 'a', size: 100, lastModified: 7 }]);

    const second = newQueue();
    second.queue.add([fakeFile('a')]);
    await settled();
    expect(second.keys).toEqual(first.keys);
    expect(second.state('a')?.resumed).toBe(true);
    second.transfers[0]?.events.onDone();
    expect(unfinished('V1')).toEqual([]);
  });

  it('takes another file of the same name for another upload', async () => {
    const { queue, keys } = newQueue();
    queue.add([fakeFile('a', 100)]);
    await settled();
    queue.add([fakeFile('a', 200)]);
    await settled();

    expect(new Set(keys).size).toBe(2);
    expect(queue.snapshot()).toHaveLength(1);
  });

  it('says that the connection was lost, and goes on when it is there again', async () => {
    const { queue, transfers, state } = newQueue();
    queue.add([fakeFile('a')]);
    await settled();
    transfers[0]?.events.onDropped();
    expect(state('a')?.state).toBe('dropped');
    transfers[0]?.events.onFailed(null, 'no connection');
    expect(state('a')).toMatchObject({ state: 'stopped', reason: 'no connection' });

    queue.resumeStopped();
    await settled();
    expect(transfers).toHaveLength(2);
  });

  it('asks once for another link when the platform has let go of the upload', async () => {
    const { queue, keys, transfers, state } = newQueue();
    queue.add([fakeFile('a')]);
    await settled();
    transfers[0]?.events.onFailed(410, 'gone');
    await settled();
    expect(keys).toHaveLength(2);
    expect(keys[1]).not.toBe(keys[0]);

    transfers[1]?.events.onFailed(410, 'gone');
    await settled();
    expect(state('a')).toMatchObject({ state: 'refused', reason: 'gone' });
  });

  it('shows what the platform refuses, and forgets what is dismissed', async () => {
    const { queue, state } = newQueue(() =>
      Promise.resolve({ refused: 'path: ../a (expected: below the version)', isFinal: true }),
    );
    queue.add([fakeFile('a')]);
    await settled();
    expect(state('a')).toMatchObject({
      state: 'refused',
      reason: 'path: ../a (expected: below the version)',
    });

    queue.remove('a');
    expect(queue.snapshot()).toEqual([]);
    expect(recall('V1', { path: 'a', size: 100, lastModified: 7 })).toBeNull();
  });
});
