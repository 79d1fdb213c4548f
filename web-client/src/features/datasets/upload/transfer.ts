import { ownDoor } from '@/api/own-door';
import { words } from './words';

const says = words.transfer;

export interface TransferEvents {
  readonly onProgress: (sentBytes: number) => void;
  /** The connection was lost; another try follows by itself. */
  readonly onDropped: () => void;
  readonly onDone: () => void;
  /** Given up; `status` of the platform's answer, null where there was none. */
  readonly onFailed: (status: number | null, message: string) => void;
}

export interface Transfer {
  /** Keeps what has arrived. */
  readonly stop: () => void;
}

/** Sends a file's bytes to a signed address, from where the platform says it has them. */
export type StartTransfer = (url: string, file: File, events: TransferEvents) => Transfer;

/** After this many tries in vain the person is asked; about two minutes. */
const RETRY_DELAYS_MS = [0, 1_000, 3_000, 5_000, 10_000, 20_000, 30_000, 60_000];

/** By tus 1.0; its client is fetched with the first file. */
export const tusTransfer: StartTransfer = (url, file, events) => {
  if (file.size === 0) return sendNothing(url, events);
  let stopped = false;
  let stop: () => void = () => undefined;
  import('tus-js-client').then(
    ({ DetailedError, Upload }) => {
      if (stopped) return;
      const upload = new Upload(file, {
        uploadUrl: ownDoor(url),
        retryDelays: RETRY_DELAYS_MS,
        storeFingerprintForResuming: false,
        onProgress: events.onProgress,
        onShouldRetry: (error) => {
          const status = error instanceof DetailedError ? error.originalResponse?.getStatus() : undefined;
          const passes = status === undefined || status >= 500 || [0, 409, 423, 429].includes(status);
          if (passes) events.onDropped();
          return passes;
        },
        onSuccess: events.onDone,
        onError: (error) => {
          const response = error instanceof DetailedError ? error.originalResponse : null;
          events.onFailed(response?.getStatus() ?? null, reasonIn(response?.getBody()) ?? error.message);
        },
      });
      upload.start();
      stop = () => void upload.abort();
    },
    () => events.onFailed(null, says.thePart),
  );
  return {
    stop: () => {
      stopped = true;
      stop();
    },
  };
};

/** A file without bytes: tus-js-client takes it for sent before the platform does. */
function sendNothing(url: string, events: TransferEvents): Transfer {
  const gone = new AbortController();
  fetch(ownDoor(url), {
    method: 'PATCH',
    headers: {
      'Tus-Resumable': '1.0.0',
      'Upload-Offset': '0',
      'Content-Type': 'application/offset+octet-stream',
    },
    signal: gone.signal,
  }).then(
    (response) => (response.ok ? events.onDone() : events.onFailed(response.status, response.statusText)),
    () => !gone.signal.aborted && events.onFailed(null, says.platformDidNot),
  );
  return { stop: () => gone.abort() };
}

/** The door's own sentence, where it sent one. */
function reasonIn(body: string | undefined): string | null {
  try {
    const { message } = JSON.parse(body ?? '') as { message?: unknown };
    return typeof message === 'string' ? message : null;
  } catch {
    return null;
  }
}
