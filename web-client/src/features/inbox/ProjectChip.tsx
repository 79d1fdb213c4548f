import { useMemo, useState } from 'react';
import { holds, useRights } from '@/api/permissions';
import { useProjectNames } from '@/api/project-names';
import { ChoiceChip } from '@/parts/ChoiceChip';
import { words } from './words';

interface ProjectChipProps {
  /** Null for all. */
  readonly projectId: string | null;
  readonly onChange: (projectId: string) => void;
}

/** One project of all; their names are asked for when somebody wants one. */
export function ProjectChip({ projectId, onChange }: ProjectChipProps) {
  const { somewhere } = useRights();
  const [isWanted, setWanted] = useState(projectId !== null);
  const { projects } = useProjectNames(isWanted ? somewhere : undefined);
  const options = useMemo(() => projects.map(({ id, name }) => ({ value: id, label: name })), [projects]);
  if (!holds(somewhere, 'PROJECT_READ')) return null;
  return (
    <ChoiceChip
      label={words.filter.project}
      value={projectId ?? ''}
      options={options}
      onChange={onChange}
      onOpen={() => setWanted(true)}
    />
  );
}
