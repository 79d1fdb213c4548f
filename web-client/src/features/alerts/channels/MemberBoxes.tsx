import { useState, type ReactNode } from 'react';
import { toFailure } from '@/api/failure';
import { ChannelMembersDocument } from '@/api/generated/alerts';
import { useAllowed } from '@/api/permissions';
import { followingPage, usePages } from '@/api/use-pages';
import styles from '@/features/alerts/alerts.module.css';
import { LoadedBoxes } from '@/features/alerts/ChoiceBoxes';
import { words } from './words';

const says = words.memberBoxes;

interface MemberBoxesProps {
  readonly chosen: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
  readonly error: ReactNode;
}

const MOST = 20;

/** Whom a channel mails, or a rule tells. */
export function MemberBoxes({ chosen, ...field }: MemberBoxesProps) {
  const mayRead = useAllowed({ everywhere: ['MEMBER_READ'] });
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error, fetching }] = usePages({
    query: ChannelMembersDocument,
    variables: { after },
    pause: !mayRead,
  });
  const page = data?.tenant.members;
  const next = followingPage(page?.pageInfo);
  if (!mayRead) {
    return (
      <fieldset className={styles.group}>
        <legend>{says.membersOf20(chosen.length)}</legend>
        <p className="t2 f12">{says.yourRolesDoNot}</p>
      </fieldset>
    );
  }
  return (
    <LoadedBoxes
      legend={says.membersOf20(chosen.length)}
      label="Members"
      noun="members"
      choices={page?.edges.map(({ node: { id, person } }) => ({
        id,
        label: `${person.name}, ${person.email}`,
      }))}
      refused={error === undefined ? null : says.couldNotLoad(toFailure(error).message)}
      more={next === null ? null : { load: () => setAfter(next), loading: fetching }}
      most={MOST}
      chosen={chosen}
      {...field}
    />
  );
}
