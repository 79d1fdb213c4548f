import type { Tone } from '@/parts/Status';
import type { IconName } from '@/parts/Icon';
import { List, ListItem } from '@/parts/List';
import { Panel } from '@/parts/Panel';
import { Status } from '@/parts/Status';
import { When } from '@/parts/When';
import type { JobDetail } from './detail';
import { happenings, type Happening } from './timeline';

const LOOKS: Readonly<Record<Happening['tone'], readonly [Tone, IconName]>> = {
  done: ['ok', 'ok'],
  bad: ['bad', 'bad'],
  now: ['wait', 'clock'],
};

export function JobTimeline({ job }: { readonly job: JobDetail }) {
  return (
    <Panel title="What happened" end={job.attempt > 1 ? `attempt ${job.attempt}` : undefined}>
      <List label="What happened">
        {happenings(job).map(({ key, what, at, why, tone }) => {
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
              end={at === null ? undefined : <When at={at} />}
            />
          );
        })}
      </List>
    </Panel>
  );
}
