import { Checkbox } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { toFailure } from '@/api/failure';
import { RuleTeamsDocument } from '@/api/generated/alerts';
import { holds, useRights } from '@/api/permissions';
import { followingPage, usePages } from '@/api/use-pages';
import styles from '@/features/alerts/alerts.module.css';
import { MoreChoices } from '@/parts/MoreChoices';
import { Skeleton } from '@/parts/states';
import { words } from './words';

const says = words.teamBoxes;

interface TeamBoxesProps {
  readonly chosen: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
  readonly error: ReactNode;
}

const MOST = 10;

/** The teams whose members a rule tells. Nothing where the person may not see them, or there are none. */
export function TeamBoxes({ chosen, onChange, error }: TeamBoxesProps) {
  const { everywhere } = useRights();
  const mayRead = holds(everywhere, 'MEMBER_READ');
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error: failed, fetching }] = usePages({
    query: RuleTeamsDocument,
    variables: { after },
    pause: !mayRead,
  });
  const page = data?.tenant.teams;
  const next = followingPage(page?.pageInfo);
  if (!mayRead || page?.edges.length === 0) return null;
  return (
    <fieldset className={styles.group}>
      <legend>{says.teamsOf10(chosen.length)}</legend>
      {failed !== undefined && page === undefined ? (
        <p role="alert" className={styles.refused}>
          {says.couldNotLoad(toFailure(failed).message)}
        </p>
      ) : page === undefined ? (
        <div aria-busy="true">
          <Skeleton width={220} />
        </div>
      ) : (
        <>
          <div className={styles.boxes} tabIndex={0} role="group" aria-label="Teams">
            {page.edges.map(({ node: { id, name } }) => (
              <Checkbox
                key={id}
                label={name}
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
            noun="teams"
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
