import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { count } from '@/format/number';
import { PanelSkeleton } from '@/parts/PanelSkeleton';
import { List, ListItem } from '@/parts/List';
import { Panel, PanelBody } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import { Status } from '@/parts/Status';
import { When } from '@/parts/When';
import type { Waiting } from './waits';
import { words } from './words';

const says = words.waits;

interface WaitsPanelProps {
  /** Undefined while they are on their way. */
  readonly waits: readonly Waiting[] | undefined;
  /** Of which there are more than were looked at. */
  readonly unseen: readonly string[];
}

/** What a person may do something about. */
export function WaitsPanel({ waits, unseen }: WaitsPanelProps) {
  if (waits === undefined) {
    return <PanelSkeleton title={says.title} />;
  }
  const more = unseen.length > 0 && <p>{says.more(inWords(unseen))}</p>;
  if (waits.length === 0) {
    return (
      <Panel title={says.title}>
        <Empty title={unseen.length === 0 ? says.nothing : says.nothingFound}>
          {more}
          <p>{says.what}</p>
        </Empty>
      </Panel>
    );
  }
  return (
    <Panel
      title={says.title}
      end={
        <span className="num">
          {count(waits.length)}
          {unseen.length > 0 && '+'}
        </span>
      }
    >
      <List label={says.title}>
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
              <Button component={Link} to={path} variant="default" aria-label={says.verbOf(verb, title)}>
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
