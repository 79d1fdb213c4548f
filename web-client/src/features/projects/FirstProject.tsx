import type { ProjectRowFragment } from '@/api/generated/projects';
import { Empty } from '@/parts/states';
import { ProjectForm } from './ProjectForm';
import styles from './ProjectForm.module.css';

/** The list before it has anything: what a project is, and the form for the first one. */
export function FirstProject({ onCreated }: { readonly onCreated: (project: ProjectRowFragment) => void }) {
  return (
    <Empty title="No projects yet">
      <p>
        A project holds data sets, runs, models and endpoints, and the bill for all of them. Create the first
        one.
      </p>
      <div className={styles.inPage}>
        <ProjectForm onCreated={onCreated} />
      </div>
    </Empty>
  );
}
