import { calendarDay, duration, exactUtc } from '@/format/time';
import type { IconName } from '@/parts/Icon';
import { List, ListItem } from '@/parts/List';
import { useNow } from '@/parts/now';
import { Panel } from '@/parts/Panel';
import { Status, type Tone } from '@/parts/Status';
import type { JobDetail } from './detail';
import styles from './JobTimeline.module.css';
import { happenings, placed, type Happening } from './timeline';
import { words } from './words';

const says = words.timeline;

const LOOKS: Readonly<Record<Happening['tone'], readonly [Tone, IconName]>> = {
  done: ['ok', 'ok'],
  bad: ['bad', 'bad'],
  now: ['wait', 'clock'],
};

/** Each thing that happened, by the clock of UTC. */
export function JobTimeline({ job }: { readonly job: JobDetail }) {
  const now = useNow();
  return (
    <Panel title={says.title}>
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
