import type { ReactNode } from 'react';
import type { PassportFragment } from '@/api/generated/models';
import type { IconName } from '@/parts/Icon';
import { List, ListItem } from '@/parts/List';
import { Panel } from '@/parts/Panel';
import { Status, type Tone } from '@/parts/Status';
import { When } from '@/parts/When';
import type { ModelDetail } from './model';
import { words } from './words';

const says = words.decisions;

interface DecisionsProps {
  readonly model: ModelDetail;
  readonly version: PassportFragment;
}

interface Told {
  readonly key: string;
  readonly at: string;
  readonly tone: Tone;
  readonly icon: IconName;
  readonly what: string;
  readonly who: string;
  readonly more: ReactNode;
}

/** Who did what to the version, the newest first; each decision with the checks that were recorded with it. */
export function Decisions({ model, version }: DecisionsProps) {
  return (
    <Panel title="Decisions">
      <List label="Decisions">
        {told(model, version).map(({ key, at, tone, icon, what, who, more }) => (
          <ListItem
            key={key}
            icon={
              <Status tone={tone} icon={icon}>
                {null}
              </Status>
            }
            title={what}
            detail={
              <>
                {who}, <When at={at} />
                {more}
              </>
            }
          />
        ))}
      </List>
    </Panel>
  );
}

function told({ aliases }: ModelDetail, version: PassportFragment): Told[] {
  const all: Told[] = [
    {
      key: 'registered',
      at: version.createdAt,
      tone: 'idle',
      icon: 'box',
      what: version.run === null ? 'Registered' : says.registered(version.run.name),
      who: version.author,
      more: null,
    },
    ...version.approvals.map(({ approved, by, at, comment, checks }) => ({
      key: `decision ${at}`,
      at,
      tone: approved ? ('ok' as const) : ('bad' as const),
      icon: approved ? ('shield' as const) : ('bad' as const),
      what: says.checksPassed(approved, checks.filter(({ passed }) => passed).length, checks.length),
      who: by,
      more: (
        <>
          {comment !== null && comment !== '' && <>: “{comment}”</>}
          {checks.map(({ name, passed, detail }) => (
            <span key={name}>
              <br />
              {passed ? '✓' : '✗'} {name}
              {detail !== null && `: ${detail}`}
            </span>
          ))}
        </>
      ),
    })),
    ...aliases
      .filter(({ target }) => target.id === version.id)
      .map(({ name, movedAt, movedBy }) => ({
        key: `alias ${name}`,
        at: movedAt,
        tone: 'idle' as const,
        icon: 'commit' as const,
        what: says.aliasPointsHere(name),
        who: movedBy,
        more: null,
      })),
  ];
  return all.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
