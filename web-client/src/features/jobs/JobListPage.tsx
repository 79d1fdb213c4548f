import { ListPage } from '@/parts/list-page';
import { useParam } from '@/parts/use-param';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { JOB_COLUMNS } from './columns';
import { ProjectSelect } from './ProjectSelect';
import { useJobs } from './use-jobs';
import { words } from './words';

const says = words.list;

/** All jobs of the tenant, or of one project; which, and in what state, stands in the address. */
export function JobListPage() {
  const [project, setProject] = useParam('project');
  const { list, status, choices, following, askedMs } = useJobs(project === '' ? null : project);
  return (
    <ListPage
      title={says.title}
      noun={says.noun}
      list={list}
      columns={JOB_COLUMNS}
      rowPath={({ id }) => paths.job(id)}
      csv="jobs"
      tools={<ProjectSelect value={project} choices={choices} onChange={setProject} />}
      filters={[status]}
      alsoFiltered={{ params: ['project'], isActive: project !== '' }}
      glance={(rows) => (
        <>
          <span>{says.running(rows.filter((job) => job.status === 'RUNNING').length)}</span>
          {following.state === 'following' && <span>{says.live}</span>}
          {askedMs !== null && (
            <span>
              {says.asOf} <When at={new Date(askedMs).toISOString()} />
            </span>
          )}
        </>
      )}
      nothing={{
        ...says.nothing,
        snippet:
          'mutation { submitJob(input: { projectId: "…", name: "train", trainer: "tabular" }) { id } }',
      }}
    />
  );
}
