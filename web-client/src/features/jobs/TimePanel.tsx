import { moment, timeOfDay } from '@/format/period';
import { calendarDay, duration } from '@/format/time';
import { DAY_MS } from '@/format/units';
import { useNow } from '@/parts/now';
import { Panel } from '@/parts/Panel';
import type { JobDetail } from './detail';
import { lanesOf, type Block, type Lane } from './lanes';
import styles from './TimePanel.module.css';
import { words } from './words';

const says = words.lanes;

/** How long it waited and ran, and how long it still may: on one axis, with a lane for each of several attempts. */
export function TimePanel({ job }: { readonly job: JobDetail }) {
  const now = useNow();
  const { fromMs, toMs, lanes, ticksMs } = lanesOf(job, now);
  const share = (ms: number) => `${(((ms - fromMs) / (toMs - fromMs)) * 100).toFixed(3)}%`;
  return (
    <Panel title={says.title} end={says.axis}>
      <div className={styles.frame}>
        {lanes.map((lane) => (
          <div key={lane.attempt ?? 0} className={styles.lane}>
            <span className={styles.name}>
              {nameOf(lane)}
              {lane.provider !== null && <span className="t3 f12">{lane.provider}</span>}
            </span>
            <ul className={styles.blocks} aria-label={nameOf(lane)}>
              {lane.blocks.map((block) => (
                <li
                  key={`${block.kind}-${block.fromMs}`}
                  data-kind={block.kind}
                  data-open={block.open || undefined}
                  style={{
                    left: share(block.fromMs),
                    width: `calc(${share(fromMs + block.toMs - block.fromMs)} - 1px)`,
                  }}
                  title={says.from(
                    inWords(block, now),
                    moment(block.fromMs, now),
                    moment(block.untilMs, now),
                  )}
                >
                  <span>{inWords(block, now)}</span>
                </li>
              ))}
            </ul>
          </div>
        ))}
        <div className={styles.ticks} aria-hidden="true">
          {ticksMs.map((at) => (
            <span key={at} style={{ left: share(at) }}>
              {label(at, now)}
            </span>
          ))}
        </div>
      </div>
    </Panel>
  );
}

function nameOf({ attempt }: Lane): string {
  return attempt === null ? says.job : says.attempt(attempt);
}

function inWords({ kind, fromMs, toMs, untilMs, open }: Block, nowMs: number): string {
  const took = duration(toMs - fromMs);
  switch (kind) {
    case 'waited':
      return open ? says.waits(took) : says.waited(took);
    case 'ran':
      return open ? says.runs(took) : says.ran(took);
    case 'lost':
      return says.lost(took);
    case 'may':
      return says.may(moment(untilMs, nowMs));
  }
}

/** Midnight is the day that it begins. */
function label(ms: number, nowMs: number): string {
  return ms % DAY_MS === 0 ? calendarDay(new Date(ms).toISOString(), nowMs) : timeOfDay(ms);
}
