import type { ProjectRowFragment } from '@/api/generated/projects';
import { useSignedIn } from '@/api/session';
import { CopyButton } from '@/parts/CopyButton';
import { FormPanel } from '@/parts/form';
import { Empty, Snippet } from '@/parts/states';
import { paths } from '@/paths';
import styles from './FirstProject.module.css';
import { ProjectFields } from './ProjectFields';
import { useProjectForm } from './use-project-form';
import { words } from './words';

/** The list before it has anything: what a project is, the form for the first one, and the same by the API. */
export function FirstProject({ onCreated }: { readonly onCreated: (project: ProjectRowFragment) => void }) {
  const { tenant } = useSignedIn();
  const form = useProjectForm(onCreated);
  const command = createByApi();
  return (
    <div className={styles.columns}>
      <Empty title="No projects yet">
        <p>
          A project holds data sets, runs, models and endpoints, and the bill for all of them. Create the
          first one.
        </p>
        <div className={styles.form}>
          <FormPanel verb={words.create} what="create the project" form={form}>
            <ProjectFields form={form} />
          </FormPanel>
        </div>
      </Empty>
      <Empty title="Or by the API">
        <p>With an API key of {tenant.name}.</p>
        <Snippet>{command}</Snippet>
        <CopyButton text={command} label="Copy" />
      </Empty>
    </div>
  );
}

/** The same for those who may create none. */
export function NoProject() {
  const { tenant } = useSignedIn();
  return (
    <Empty title="No project that you can see">
      <p>
        A project holds data sets, runs, models and endpoints, and the bill for all of them. An owner of{' '}
        {tenant.name} can create one, or give you a role in one.
      </p>
    </Empty>
  );
}

function createByApi(): string {
  const mutation = 'mutation($i: CreateProjectInput!) { createProject(input: $i) { id } }';
  const variables = { i: { slug: 'demo', name: 'Demo' } };
  return [
    `curl ${window.location.origin}${paths.graphql()} \\`,
    `  -H "Authorization: Bearer $KEELSON_API_KEY" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '${JSON.stringify({ query: mutation, variables })}'`,
  ].join('\n');
}
