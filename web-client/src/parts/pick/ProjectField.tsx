import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState, type ReactNode } from 'react';
import { useQuery } from 'urql';
import { PickProjectsDocument } from '@/api/generated/pick';
import { useProjectChoices } from '@/api/project-names';
import { FormFailure } from '@/parts/form';
import type { SelectOption } from '@/parts/SelectField';
import { PickField } from './PickField';
import { words } from './words';

interface ProjectFieldProps {
  readonly value: string;
  readonly onChange: (projectId: string) => void;
  readonly error?: ReactNode;
  /** The first of the list is chosen where none is. */
  readonly takesFirst?: boolean;
}

/** A person who types is not asked about at each key press. */
const QUIET_MS = 150;
/** The platform looks for no less. */
const SHORTEST = 2;

/** A project that the person may read; beyond those that are loaded, the platform is asked as one types. */
export function ProjectField({ value, onChange, error, takesFirst = false }: ProjectFieldProps) {
  const { projects, more, failure } = useProjectChoices('asked');
  const [typed, setTyped] = useState('');
  const found = useFound(typed, more !== null);
  const [chosen, setChosen] = useState<SelectOption | null>(null);
  const firstId = projects?.[0]?.id;
  useEffect(() => {
    if (takesFirst && value === '' && firstId !== undefined) onChange(firstId);
  });
  const loaded = projects?.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  const options = [...loaded, ...found, ...(chosen === null ? [] : [chosen])].filter(
    (option, index, all) => all.findIndex((other) => other.value === option.value) === index,
  );
  return (
    <>
      <PickField
        label={words.project}
        required
        disabled={projects === undefined && failure === null}
        value={value}
        options={options}
        loaded={projects?.length}
        noun={words.projects}
        more={more}
        onType={setTyped}
        onChange={(id) => {
          setChosen(options.find((option) => option.value === id) ?? null);
          onChange(id);
        }}
        error={error}
      />
      {failure !== null && <FormFailure what={words.noProjects} failure={failure} />}
    </>
  );
}

function useFound(typed: string, isWanted: boolean): readonly SelectOption[] {
  const [text] = useDebouncedValue(typed.trim(), QUIET_MS);
  const [{ data }] = useQuery({
    query: PickProjectsDocument,
    variables: { text },
    pause: !isWanted || text.length < SHORTEST,
  });
  if (!isWanted || text.length < SHORTEST) return [];
  return (
    data?.search
      .filter(({ node }) => node.__typename === 'Project')
      .map(({ name, node }) => ({ value: node.id, label: name })) ?? []
  );
}
