import { useState, type ReactNode } from 'react';
import { toFailure } from '@/api/failure';
import { RuleTeamsDocument } from '@/api/generated/alerts';
import { useAllowed } from '@/api/permissions';
import { followingPage, usePages } from '@/api/use-pages';
import { LoadedBoxes } from '@/features/alerts/ChoiceBoxes';
import { words } from './words';

const says = words.teamBoxes;

interface TeamBoxesProps {
  readonly chosen: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
  readonly error: ReactNode;
}

const MOST = 10;

/** The teams whose members a rule tells. Nothing where the person may not see them, or there are none. */
export function TeamBoxes({ chosen, ...field }: TeamBoxesProps) {
  const mayRead = useAllowed({ everywhere: ['MEMBER_READ'] });
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error, fetching }] = usePages({
    query: RuleTeamsDocument,
    variables: { after },
    pause: !mayRead,
  });
  const page = data?.tenant.teams;
  const next = followingPage(page?.pageInfo);
  if (!mayRead || page?.edges.length === 0) return null;
  return (
    <LoadedBoxes
      legend={says.teamsOf10(chosen.length)}
      label="Teams"
      noun="teams"
      choices={page?.edges.map(({ node: { id, name } }) => ({ id, label: name }))}
      refused={error === undefined ? null : says.couldNotLoad(toFailure(error).message)}
      more={next === null ? null : { load: () => setAfter(next), loading: fetching }}
      most={MOST}
      chosen={chosen}
      {...field}
    />
  );
}
