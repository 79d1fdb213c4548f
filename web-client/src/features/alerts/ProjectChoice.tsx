import type { ProjectChoices } from '@/api/project-names';
import { MoreChoices } from '@/parts/MoreChoices';
import { SelectField } from '@/parts/SelectField';
import { useSetParams } from '@/parts/use-param';
import styles from './alerts.module.css';
import { words } from './words';

const says = words.projectChoice;

interface ProjectChoiceProps {
  readonly names: ProjectChoices;
  /** Empty for all of them. */
  readonly projectId: string;
}

/** Of which projects the alerts are shown: of all that the person may see, or of one. */
export function ProjectChoice({ names, projectId }: ProjectChoiceProps) {
  const set = useSetParams();
  const { projects, more } = names;
  if (projects === undefined || projects.length === 0) return null;
  return (
    <div className={styles.choice}>
      <SelectField
        label="Project"
        value={projectId}
        options={[
          { value: '', label: says.label },
          ...projects.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(id) => set({ project: id, tab: '', state: '', alert: '', rule: '', channel: '' })}
      />
      <MoreChoices loaded={projects.length} noun="projects" more={more} />
    </div>
  );
}
