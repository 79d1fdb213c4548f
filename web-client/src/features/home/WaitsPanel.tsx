import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { count } from '@/format/number';
import { List, ListItem } from '@/parts/List';
import { Panel, PanelBody } from '@/parts/Panel';
import { Empty, Skeleton } from '@/parts/states';
import { Status } from '@/parts/Status';
import { When } from '@/parts/When';
import type { Waiting } from './waits';

/** What a person may do something about; undefined while that is on its way. */
export function WaitsPanel({ waits }: { readonly waits: readonly Waiting[] | undefined }) {
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
  if (waits.length === 0) {
    return (
      <Panel title="Waits for you">
        <Empty title="Nothing waits for you">
          <p>
            Approvals, waivers, alerts and rollouts to decide on, budgets that will not hold and jobs of yours
            that failed stand here.
          </p>
        </Empty>
      </Panel>
    );
  }
  return (
    <Panel title="Waits for you" end={<span className="num">{count(waits.length)}</span>}>
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
    </Panel>
  );
}
