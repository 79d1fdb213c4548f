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

const says = words.list;

/** The list before it has anything: what a project is, the form for the first one, and the same by the API. */
export function FirstProject({ onCreated }: { readonly onCreated: (project: ProjectRowFragment) => void }) {
  const { tenant } = useSignedIn();
  const form = useProjectForm(onCreated);
  const command = createByApi();
  return (
    <div className={styles.columns}>
      <Empty title={says.none}>
        <p>{says.noneText}</p>
        <div className={styles.form}>
          <FormPanel verb={words.create} what={words.createWhat} form={form}>
            <ProjectFields form={form} />
          </FormPanel>
        </div>
      </Empty>
      <Empty title={says.byApi}>
        <p>{says.byApiText(tenant.name)}</p>
        <Snippet>{command}</Snippet>
        <CopyButton text={command} label={says.copy} />
      </Empty>
    </div>
  );
}

/** The same for those who may create none. */
export function NoProject() {
  const { tenant } = useSignedIn();
  return (
    <Empty title={says.noneSeen}>
      <p>{says.noneSeenText(tenant.name)}</p>
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
