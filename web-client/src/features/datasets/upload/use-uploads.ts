import { useEffect, useEffectEvent, useMemo, useSyncExternalStore } from 'react';
import { useClient, type Client } from 'urql';
import { idempotent } from '@/api/client';
import { toFailure } from '@/api/failure';
import { StartUploadDocument } from '@/api/generated/datasets';
import { tusTransfer } from './transfer';
import { UploadQueue, type BeginUpload, type UploadItem } from './upload-queue';
import { words } from './words';

const says = words.uploads;

/** The uploads into one open version, for as long as its page is open. */
export function useUploads(versionId: string, onArrived: () => void): [UploadQueue, readonly UploadItem[]] {
  const client = useClient();
  const arrived = useEffectEvent(onArrived);
  const queue = useMemo(() => newQueue(client, versionId), [client, versionId]);
  const items = useSyncExternalStore(queue.subscribe, queue.snapshot);

  useEffect(() => {
    queue.whenArrived(() => arrived());
    const onOnline = () => queue.resumeStopped();
    window.addEventListener('online', onOnline);
    return () => {
      window.removeEventListener('online', onOnline);
      queue.close();
    };
  }, [queue]);

  const isSending = items.some(({ state }) => state === 'sending' || state === 'dropped');

  useEffect(() => {
    if (!isSending) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isSending]);

  return [queue, items];
}

function newQueue(client: Client, versionId: string): UploadQueue {
  const begin: BeginUpload = async ({ path, size }, requestKey) => {
    const input = { datasetVersionId: versionId, path, sizeBytes: size };
    const { data, error } = await client
      .mutation(StartUploadDocument, { input }, idempotent(requestKey))
      .toPromise();
    // A refusal comes with data that is null, whatever urql's types say.
    if (data != null) return data.startUpload;
    if (error === undefined) return { refused: says.noAnswer, isFinal: false };
    const failure = toFailure(error);
    const mayPass = ['UNAVAILABLE', 'UNREACHABLE', 'RATE_LIMITED', 'INTERNAL'].includes(failure.code);
    return { refused: failure.message, isFinal: !mayPass };
  };
  return new UploadQueue(versionId, begin, tusTransfer);
}
