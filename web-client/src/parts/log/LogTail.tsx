import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, useSyncExternalStore, type KeyboardEvent, type ReactNode } from 'react';
import { saveAs } from '@/parts/chart/csv';
import { asText, matching, pieces, type Line, type LogStore } from './log-store';
import styles from './LogTail.module.css';
import { words as says } from './words';

interface LogTailProps {
  readonly store: LogStore;
  /** More lines may come; else the log is whole. */
  readonly following: boolean;
  /** Said in place of lines while there are none. */
  readonly empty: ReactNode;
  /** Without extension; what a download is saved as. */
  readonly fileName: string;
  /** In CSS pixels. */
  readonly height?: number;
}

const ROW_PX = 18;
/** Lines above and below what is seen, so that quick scrolling shows no blank. */
const OVERSCAN = 20;
/** As near to the end as this counts as being there. */
const END_PX = 24;

/** The end of a log that grows. Scrolling up pauses, "Follow" goes on. */
export function LogTail({ store, following, empty, fileName, height = 320 }: LogTailProps) {
  const lines = useSyncExternalStore(store.subscribe, store.snapshot);
  const [pinned, setPinned] = useState(true);
  const [wanted, setWanted] = useState('');
  const [place, setPlace] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
  });
  /** None while the log stands in a part of the page that is closed. */
  const seenPx = rows.scrollRect?.height ?? 0;
  const found = matching(lines, wanted);
  const current = found.length === 0 ? null : (found[place % found.length] ?? null);

  useEffect(() => {
    const element = scroller.current;
    if (pinned && element !== null) element.scrollTop = element.scrollHeight;
  }, [pinned, lines, seenPx]);

  function goTo(next: number) {
    const at = (next + found.length) % Math.max(1, found.length);
    setPlace(at);
    const line = found[at];
    if (line === undefined) return;
    setPinned(false);
    rows.scrollToIndex(line, { align: 'center' });
  }

  function onScroll() {
    const element = scroller.current;
    if (element === null) return;
    setPinned(element.scrollHeight - element.scrollTop - element.clientHeight < END_PX);
  }

  return (
    <div className={styles.log}>
      <div className={styles.bar}>
        <Search
          wanted={wanted}
          found={found.length}
          place={found.length === 0 ? 0 : (place % found.length) + 1}
          onWanted={(text) => {
            setWanted(text);
            setPlace(0);
          }}
          onMove={(by) => goTo(place + by)}
        />
        <span className={styles.tools}>
          {!pinned && (
            <button type="button" className={styles.follow} onClick={() => setPinned(true)}>
              {following ? says.follow : says.toEnd}
            </button>
          )}
          <button
            type="button"
            disabled={lines.length === 0}
            onClick={() => saveAs(`${fileName}.log`, asText(lines), 'text/plain')}
          >
            {says.download}
            <span className="sr">{says.ofLog}</span>
          </button>
        </span>
      </div>
      {store.dropped > 0 && <p className={styles.note}>{says.dropped(store.dropped)}</p>}
      <div
        ref={scroller}
        className={styles.scroller}
        style={{ height: lines.length === 0 ? undefined : Math.min(height, lines.length * ROW_PX + 16) }}
        role="log"
        aria-label={says.title}
        aria-live={following && pinned ? 'polite' : 'off'}
        tabIndex={0}
        onScroll={onScroll}
      >
        {lines.length === 0 && <p className={styles.empty}>{empty}</p>}
        <div className={styles.rows} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => (
            <Row
              key={index}
              line={lines[index]}
              top={start}
              wanted={wanted}
              isCurrent={index === current && wanted !== ''}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

interface RowProps {
  readonly line: Line | undefined;
  readonly top: number;
  readonly wanted: string;
  readonly isCurrent: boolean;
}

function Row({ line, top, wanted, isCurrent }: RowProps) {
  if (line === undefined) return null;
  return (
    <div
      className={styles.row}
      style={{ transform: `translateY(${top}px)` }}
      data-stream={line.stream}
      data-current={isCurrent || undefined}
    >
      <time dateTime={line.at} title={line.at}>
        {line.at.slice(11, 19)}
      </time>
      <span className={styles.stream}>{line.stream === 'ERR' ? 'err' : ''}</span>
      <span>
        {pieces(line.text, wanted).map((piece, index) =>
          index % 2 === 1 ? <mark key={index}>{piece}</mark> : piece,
        )}
      </span>
    </div>
  );
}

interface SearchProps {
  readonly wanted: string;
  readonly found: number;
  readonly place: number;
  readonly onWanted: (text: string) => void;
  readonly onMove: (by: 1 | -1) => void;
}

function Search({ wanted, found, place, onWanted, onMove }: SearchProps) {
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    onMove(event.shiftKey ? -1 : 1);
  }
  return (
    <>
      <input
        type="search"
        className={styles.search}
        placeholder={says.search}
        aria-label={says.search}
        value={wanted}
        onChange={(event) => onWanted(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {wanted !== '' && (
        <span className={styles.found}>
          <span role="status" className="num">
            {found === 0 ? says.noMatch : says.found(place, found)}
          </span>
          <button type="button" disabled={found === 0} onClick={() => onMove(-1)}>
            {says.previous}
            <span className="sr">{says.ofMatches}</span>
          </button>
          <button type="button" disabled={found === 0} onClick={() => onMove(1)}>
            {says.next}
            <span className="sr">{says.ofMatches}</span>
          </button>
        </span>
      )}
    </>
  );
}
