import { clock } from '@/format/period';
import { runProgress } from '@/format/run-progress';
import { calendarDay, duration, exactUtc } from '@/format/time';
import type { IconName } from '@/parts/Icon';
import { List, ListItem } from '@/parts/List';
import { useNow } from '@/parts/now';
import { Panel, PanelBody } from '@/parts/Panel';
import { Status, type Tone } from '@/parts/Status';
import type { JobDetail } from './detail';
import styles from './JobTimeline.module.css';
import { axisOf, happenings, phasesOf, placed, type Happening } from './timeline';
import { words } from './words';

const says = words.timeline;

const LOOKS: Readonly<Record<Happening['tone'], readonly [Tone, IconName]>> = {
  done: ['ok', 'ok'],
  bad: ['bad', 'bad'],
  now: ['wait', 'clock'],
};

/** How long it waited and ran, and each thing that happened, by the clock of UTC. */
export function JobTimeline({ job }: { readonly job: JobDetail }) {
  const now = useNow();
  const phases = phasesOf(job, now);
  const progress = job.run === null ? null : runProgress(job.run, now);
  const axis = axisOf(job, now, progress?.endsAtMs ?? null);
  return (
    <Panel title={says.title} end={job.attempt > 1 ? says.attempt(job.attempt) : undefined}>
      <PanelBody>
        <div className={styles.track} aria-hidden="true">
          {axis.pieces.map(({ name, from, size }) => (
            <i key={name} data-phase={name} style={{ left: part(from), width: part(size) }} />
          ))}
        </div>
        <p className={styles.ends} aria-hidden="true">
          <span>{clock(axis.fromMs)}</span>
          <span>{clock(axis.toMs)}</span>
        </p>
        <ul className={styles.phases} aria-label={says.phases}>
          {phases.map(({ name, ms }) => (
            <li key={name} data-phase={name}>
              {says[name](duration(ms))}
            </li>
          ))}
          {axis.end !== null && (
            <li data-phase="Expected">
              {says[axis.end.isForecast ? 'about' : 'atLatest'](clock(axis.end.ms))}
            </li>
          )}
        </ul>
      </PanelBody>
      <List label={says.title}>
        {placed(happenings(job)).map(({ key, what, at, why, tone, afterMs, isNewDay }) => {
          const [statusTone, icon] = LOOKS[tone];
          return (
            <ListItem
              key={key}
              icon={
                <Status tone={statusTone} icon={icon}>
                  {null}
                </Status>
              }
              title={what}
              detail={why}
              end={
                at !== null && (
                  <span className={styles.when}>
                    <time dateTime={at} title={exactUtc(at)}>
                      {isNewDay && `${calendarDay(at, now)}, `}
                      {exactUtc(at).slice(11, 19)}
                    </time>
                    {afterMs !== null && <span className="t3 f12">{says.after(duration(afterMs))}</span>}
                  </span>
                )
              }
            />
          );
        })}
      </List>
    </Panel>
  );
}

function part(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}
