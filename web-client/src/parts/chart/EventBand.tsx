import { useRef, useState, useSyncExternalStore, type CSSProperties, type KeyboardEvent } from 'react';
import { xLabel } from './axis';
import type { ChartView } from './chart-view';
import { WORDS_GAP_PX, type BandMark, type EventMark } from './event-band';
import styles from './events.module.css';
import { words as says } from './words';

interface EventBandProps {
  readonly title: string;
  readonly view: ChartView;
}

/**
 * Above the plot: the words of each event that is in view, or its number where they have no room. One stop of the Tab
 * key, in which arrows go from one to the next; who is at one sees the values of its moment.
 */
export function EventBand({ title, view }: EventBandProps) {
  const marks = useSyncExternalStore(view.subscribeBand, () => view.band);
  const [current, setCurrent] = useState(0);
  const buttons = useRef<(HTMLButtonElement | null)[]>([]);
  const stop = Math.min(current, marks.length - 1);

  function onKeyDown(event: KeyboardEvent) {
    const next = neighbour(event.key, stop, marks.length);
    if (next === null) return;
    event.preventDefault();
    buttons.current[next]?.focus();
  }

  return (
    <div
      className={styles.band}
      {...(marks.length > 0 && { role: 'toolbar', 'aria-label': says.eventsOf(title) })}
      onKeyDown={onKeyDown}
    >
      {marks.map((mark, index) => (
        <button
          key={index}
          ref={(button) => void (buttons.current[index] = button)}
          type="button"
          tabIndex={index === stop ? 0 : -1}
          className={styles[mark.kind === 'words' ? mark.side : 'number']}
          style={{ '--x': `${mark.x}px`, '--gap': `${WORDS_GAP_PX}px` } as CSSProperties}
          title={inWords(mark, view)}
          aria-label={inWords(mark, view)}
          onFocus={() => {
            setCurrent(index);
            view.pointAt(firstOf(mark)?.at ?? null);
          }}
          onBlur={() => view.pointAt(null)}
          onPointerEnter={() => view.pointAt(firstOf(mark)?.at ?? null)}
          onPointerLeave={() => view.pointAt(null)}
        >
          <span>{mark.kind === 'words' ? mark.event.label : numbersOf(mark)}</span>
        </button>
      ))}
    </div>
  );
}

function neighbour(key: string, from: number, length: number): number | null {
  if (length === 0) return null;
  if (key === 'ArrowLeft') return Math.max(0, from - 1);
  if (key === 'ArrowRight') return Math.min(length - 1, from + 1);
  if (key === 'Home') return 0;
  return key === 'End' ? length - 1 : null;
}

function firstOf(mark: BandMark): EventMark | undefined {
  return mark.kind === 'words' ? mark.event : mark.events[0];
}

/** `2`, `2–4`. */
function numbersOf({ from, events }: Extract<BandMark, { kind: 'numbers' }>): string {
  return events.length === 1 ? String(from) : `${from}–${from + events.length - 1}`;
}

function inWords(mark: BandMark, { axis }: ChartView): string {
  if (mark.kind === 'words') return says.aloud.event(mark.event.label, xLabel(mark.event.at, axis));
  const each = mark.events.map(({ label, at }, index) =>
    says.aloud.numbered(mark.from + index, label, xLabel(at, axis)),
  );
  // The name begins with what is seen, as who speaks to the screen says that.
  return (each.length === 1 ? each : [numbersOf(mark), ...each]).join('\n');
}
