import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { count } from '@/format/number';
import { List, ListItem } from '@/parts/List';
import { Panel, PanelBody } from '@/parts/Panel';
import { Empty, Skeleton } from '@/parts/states';
import { Status } from '@/parts/Status';
import { When } from '@/parts/When';
import type { Waiting } from './waits';

interface WaitsPanelProps {
  /** Undefined while they are on their way. */
  readonly waits: readonly Waiting[] | undefined;
  /** Of which there are more than were looked at. */
  readonly unseen: readonly string[];
}

/** What a person may do something about. */
export function WaitsPanel({ waits, unseen }: WaitsPanelProps) {
  if (waits === undefined) {
    return (
      <Panel title="Waits for you">
        <PanelBody>
          <div aria-busy="true">
            <Skeleton width={220} />
          </div>
        </PanelBody>
      </Panel>
    );
  }
  const more = unseen.length > 0 && (
    <p>There may be more: of the {inWords(unseen)} only the first were looked at.</p>
  );
  if (waits.length === 0) {
    return (
      <Panel title="Waits for you">
        <Empty title={unseen.length === 0 ? 'Nothing waits for you' : 'Nothing found that waits for you'}>
          {more}
          <p>
            Approvals, waivers, alerts and rollouts to decide on, budgets that will not hold and jobs of yours
            that failed stand here.
          </p>
        </Empty>
      </Panel>
    );
  }
  return (
    <Panel
      title="Waits for you"
      end={
        <span className="num">
          {count(waits.length)}
          {unseen.length > 0 && '+'}
        </span>
      }
    >
      <List label="Waits for you">
        {waits.map(({ id, tone, icon, title, detail, since, path, verb }) => (
          <ListItem
            key={id}
            icon={<Status tone={tone} icon={icon} />}
            title={
              <Link to={path}>
                <b className="med">{title}</b>
              </Link>
            }
            detail={
              <>
                {detail}
                {since !== null && (
                  <>
                    , <When at={since} />
                  </>
                )}
              </>
            }
            end={
              <Button component={Link} to={path} variant="default" aria-label={`${verb}: ${title}`}>
                {verb}
              </Button>
            }
          />
        ))}
      </List>
      {more !== false && <PanelBody>{more}</PanelBody>}
    </Panel>
  );
}

const LIST = new Intl.ListFormat('en-GB', { type: 'conjunction' });

function inWords(names: readonly string[]): string {
  return LIST.format(names);
}
