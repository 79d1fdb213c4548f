import { calendarDay } from '@/format/time';
import { msInWords } from '@/format/span';
import { Panel } from '@/parts/Panel';
import { clockChange, zoned } from './instants';
import type { Policy } from './retraining';
import styles from './retraining.module.css';
import { words } from './words';

const says = words.nextPanel;

/** When its schedule triggers it next, by the clocks of its zone and in UTC. */
export function NextPanel({ policy, nowMs }: { readonly policy: Policy; readonly nowMs: number }) {
  const { schedule, next } = policy;
  if (schedule === null || next.length === 0) return null;
  const changes = clockChange(next, schedule.zone);
  return (
    <Panel title={says.title} end={says.end(schedule.zone)}>
      <ol className={styles.next} aria-label={says.label}>
        {next.map((instant) => {
          const { day, time, utc } = zoned(instant, schedule.zone);
          return (
            <li key={instant}>
              <span className="med">{day}</span>
              <span className="num">{time}</span>
              <span className="num t3">{utc}</span>
              <span className="t3">in {msInWords(Math.max(0, Date.parse(instant) - nowMs))}</span>
            </li>
          );
        })}
      </ol>
      {changes !== null && (
        <p className={styles.note}>{says.clocksChangeBefore(calendarDay(changes, nowMs))}</p>
      )}
    </Panel>
  );
}
