import { calendarDay, duration, exactUtc } from '@/format/time';
import type { IconName } from '@/parts/Icon';
import { List, ListItem } from '@/parts/List';
import { useNow } from '@/parts/now';
import { Panel, PanelBody } from '@/parts/Panel';
import { Status, type Tone } from '@/parts/Status';
import type { JobDetail } from './detail';
import styles from './JobTimeline.module.css';
import { happenings, phasesOf, placed, type Happening } from './timeline';
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
  return (
    <Panel title={says.title} end={job.attempt > 1 ? says.attempt(job.attempt) : undefined}>
      <PanelBody>
        <ul className={styles.phases} aria-label={says.phases}>
          {phases.map(({ name, ms, open }) => (
            <li
              key={name}
              data-phase={name}
              data-open={open || undefined}
              style={{ flexGrow: Math.max(1, ms) }}
            >
              {says[name](duration(ms))}
            </li>
          ))}
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
