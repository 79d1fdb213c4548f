import { Button } from '@mantine/core';
import { useRef, useState, type DragEvent } from 'react';
import { bytes, percent } from '@/format/number';
import { Icon, type IconName } from '@/parts/Icon';
import { ShareBar } from '@/parts/Meter';
import { Panel } from '@/parts/Panel';
import { Status, type Tone } from '@/parts/Status';
import { unfinished } from './fingerprint';
import { UnfinishedUploads, type UnfinishedUpload } from './UnfinishedUploads';
import type { UploadItem, UploadQueue, UploadState } from './upload-queue';
import { isOpen } from './upload-queue';
import styles from './UploadPanel.module.css';
import { useUploads } from './use-uploads';
import { words } from './words';

const says = words.uploadPanel;

interface UploadPanelProps {
  readonly versionId: string;
  readonly number: number;
  /** What the platform has of uploads to it. */
  readonly uploads: readonly UnfinishedUpload[];
  readonly onArrived: () => void;
}

/** Files into an open version: dropped or picked, several at once; paused, resumed, and gone on with after a reload. */
export function UploadPanel({ versionId, number, uploads, onArrived }: UploadPanelProps) {
  const [queue, items] = useUploads(versionId, onArrived);
  const elsewhere = uploads.filter(({ path }) => !items.some((item) => item.path === path));
  const [over, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const interrupted = unfinished(versionId).filter(
    ({ path }) => !items.some((item) => item.path === path && item.state !== 'done'),
  );

  function onDrop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    queue.add(event.dataTransfer.files);
  }

  return (
    <Panel title={says.title(number)} end={summary(items)}>
      <div
        className={styles.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <p>{says.dropFilesHere}</p>
        <Button variant="default" onClick={() => picker.current?.click()}>
          {says.chooseFiles}
        </Button>
        <input
          ref={picker}
          type="file"
          multiple
          className="sr"
          aria-label={says.label}
          tabIndex={-1}
          onChange={(event) => {
            queue.add(event.currentTarget.files ?? []);
            event.currentTarget.value = '';
          }}
        />
      </div>
      {interrupted.length > 0 && (
        <p className={styles.interrupted}>
          <Icon name="info" size={14} />
          <span>
            {says.interruptedChooseTheSame(
              interrupted.length,
              interrupted.map(({ path }) => path).join(', '),
            )}
          </span>
        </p>
      )}
      {items.length > 0 && (
        <ul className={styles.items} aria-label="Uploads">
          {items.map((item) => (
            <Item key={item.path} item={item} queue={queue} onDismissed={onArrived} />
          ))}
        </ul>
      )}
      <UnfinishedUploads uploads={elsewhere} />
    </Panel>
  );
}

const LOOKS: Readonly<Record<UploadState, readonly [Tone, IconName, string]>> = {
  waiting: ['idle', 'clock', 'Waiting'],
  sending: ['run', 'half', 'Sending'],
  paused: ['warn', 'pause', 'Paused'],
  dropped: ['warn', 'load', says.connectionLostTryingAgain],
  stopped: ['warn', 'pause', 'Stopped'],
  done: ['ok', 'ok', 'Uploaded'],
  refused: ['bad', 'bad', 'Refused'],
};

interface ItemProps {
  readonly item: UploadItem;
  readonly queue: UploadQueue;
  readonly onDismissed: () => void;
}

function Item({ item, queue, onDismissed }: ItemProps) {
  const { path, size, sentBytes, state, reason, resumed } = item;
  const [tone, icon, word] = LOOKS[state];
  const share = size === 0 ? (state === 'done' ? 1 : 0) : sentBytes / size;
  return (
    <li className={styles.item}>
      <span className={`cut mono ${styles.path ?? ''}`} title={path}>
        {path}
      </span>
      <span className={styles.state}>
        <Status tone={tone} icon={icon}>
          {word}
          {resumed && state === 'sending' && ', resumed'}
        </Status>
      </span>
      <span className={`num ${styles.figures ?? ''}`}>
        {state === 'done' ? bytes(size) : says.of(bytes(sentBytes), bytes(size), percent(share))}
      </span>
      <span className={styles.actions}>
        {isOpen(state) && (
          <Button variant="subtle" onClick={() => queue.pause(path)}>
            Pause<span className="sr"> {path}</span>
          </Button>
        )}
        {(state === 'paused' || state === 'stopped' || state === 'refused') && (
          <Button variant="subtle" onClick={() => queue.resume(path)}>
            {state === 'refused' ? says.tryAgain : 'Resume'}
            <span className="sr"> {path}</span>
          </Button>
        )}
        {!isOpen(state) && (
          <Button
            variant="subtle"
            onClick={() => {
              queue.remove(path);
              onDismissed();
            }}
          >
            Dismiss<span className="sr"> {path}</span>
          </Button>
        )}
      </span>
      <span className={styles.bar}>
        <ShareBar share={share} label={`${path}: ${percent(share)}`} />
      </span>
      {reason !== null && <span className={styles.reason}>{reason}</span>}
    </li>
  );
}

function summary(items: readonly UploadItem[]): string {
  const done = items.filter(({ state }) => state === 'done').length;
  return items.length === 0 ? '' : says.filesOf(done, items.length);
}
