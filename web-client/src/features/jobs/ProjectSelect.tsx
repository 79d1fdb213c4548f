import { NativeSelect } from '@mantine/core';
import type { ProjectChoices } from '@/api/project-names';
import { MoreChoices } from '@/parts/MoreChoices';
import styles from './jobs.module.css';
import { words } from './words';

const says = words.list;

interface ProjectSelectProps {
  /** Slug; empty for all. */
  readonly value: string;
  readonly choices: ProjectChoices;
  readonly onChange: (slug: string) => void;
}

/** The jobs of one project alone, for those who may read projects. */
export function ProjectSelect({
  value,
  choices: { projects = [], more, failure },
  onChange,
}: ProjectSelectProps) {
  const isKnown = projects.some(({ slug }) => slug === value);
  return (
    <>
      {(value !== '' || projects.length > 0) && (
        <NativeSelect
          className={styles.project}
          aria-label={says.project}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          data={[
            { value: '', label: says.allProjects },
            ...(value === '' || isKnown ? [] : [{ value, label: value }]),
            ...projects.map(({ slug, name }) => ({ value: slug, label: name })),
          ]}
        />
      )}
      <MoreChoices loaded={projects.length} noun={says.projects} more={more} />
      {failure !== null && <span role="alert">{says.moreNotLoaded(failure.message)}</span>}
    </>
  );
}
