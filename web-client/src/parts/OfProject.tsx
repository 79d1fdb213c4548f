import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Chip } from './Filter';
import { Panel } from './Panel';
import { Empty } from './states';

/** A list that the address may narrow to one project, by its slug: what its query takes, and where in it one is. */
export function useOfProject() {
  const [search] = useSearchParams();
  const project = search.get('project') ?? '';
  // A place in the list belongs to one project.
  const [place, setPlace] = useState<{ readonly project: string; readonly after: string | null }>({
    project,
    after: null,
  });
  return {
    variables: {
      project,
      ofProject: project !== '',
      after: place.project === project ? place.after : null,
    },
    isOfOne: project !== '',
    goOn: (after: string | null) => setPlace({ project, after }),
  };
}

function useClear(): () => void {
  const [, setSearch] = useSearchParams();
  return () =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      next.delete('project');
      return next;
    });
}

/** The filter that narrows a list to one project, with a cross to take it away. */
export function OfProject({ name }: { readonly name: string | undefined }) {
  const clear = useClear();
  return <Chip label="Project" value={name ?? '…'} removes onClick={clear} />;
}

/** In place of a list that has nothing of the project. */
export function NoneOfProject({ what, name }: { readonly what: string; readonly name: string }) {
  const clear = useClear();
  return (
    <Panel>
      <Empty title={`No ${what} in ${name}`}>
        <p>Those of other projects are left out.</p>
        <Chip label="Clear filters" onClick={clear} />
      </Empty>
    </Panel>
  );
}
