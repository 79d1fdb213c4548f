import { Checkbox } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { toFailure } from '@/api/failure';
import { ChannelMembersDocument } from '@/api/generated/alerts';
import { holds, useRights } from '@/api/permissions';
import { followingPage, usePages } from '@/api/use-pages';
import styles from '@/features/alerts/alerts.module.css';
import { MoreChoices } from '@/parts/MoreChoices';
import { Skeleton } from '@/parts/states';
import { words } from './words';

const says = words.memberBoxes;

interface MemberBoxesProps {
  readonly chosen: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
  readonly error: ReactNode;
}

const MOST = 20;

/** Whom a channel mails, or a rule tells. */
export function MemberBoxes({ chosen, onChange, error }: MemberBoxesProps) {
  const { everywhere } = useRights();
  const mayRead = holds(everywhere, 'MEMBER_READ');
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error: failed, fetching }] = usePages({
    query: ChannelMembersDocument,
    variables: { after },
    pause: !mayRead,
  });
  const page = data?.tenant.members;
  const next = followingPage(page?.pageInfo);
  return (
    <fieldset className={styles.group}>
      <legend>{says.membersOf20(chosen.length)}</legend>
      {!mayRead ? (
        <p className="t2 f12">{says.yourRolesDoNot}</p>
      ) : failed !== undefined && page === undefined ? (
        <p role="alert" className={styles.refused}>
          {says.couldNotLoad(toFailure(failed).message)}
        </p>
      ) : page === undefined ? (
        <div aria-busy="true">
          <Skeleton width={220} />
        </div>
      ) : (
        <>
          <div className={styles.boxes} tabIndex={0} role="group" aria-label="Members">
            {page.edges.map(({ node: { id, person } }) => (
              <Checkbox
                key={id}
                label={`${person.name}, ${person.email}`}
                checked={chosen.includes(id)}
                disabled={!chosen.includes(id) && chosen.length >= MOST}
                onChange={(event) =>
                  onChange(event.currentTarget.checked ? [...chosen, id] : chosen.filter((one) => one !== id))
                }
              />
            ))}
          </div>
          <MoreChoices
            loaded={page.edges.length}
            noun="members"
            more={next === null ? null : { load: () => setAfter(next), loading: fetching }}
          />
        </>
      )}
      {error !== null && (
        <p role="alert" className={styles.refused}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
