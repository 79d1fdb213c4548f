import { counted } from '@/format/number';
import { ListPage } from '@/parts/list-page';
import { useParam } from '@/parts/use-param';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { JOB_COLUMNS } from './columns';
import { ProjectSelect } from './ProjectSelect';
import { useJobs } from './use-jobs';

/** All jobs of the tenant, or of one project; which, and in what state, stands in the address. */
export function JobListPage() {
  const [project, setProject] = useParam('project');
  const { list, status, choices, following, askedMs } = useJobs(project === '' ? null : project);
  return (
    <ListPage
      title="Jobs"
      noun={['job', 'jobs']}
      list={list}
      columns={JOB_COLUMNS}
      rowPath={({ id }) => paths.job(id)}
      csv="jobs"
      tools={<ProjectSelect value={project} choices={choices} onChange={setProject} />}
      filters={[status]}
      alsoFiltered={{ params: ['project'], isActive: project !== '' }}
      glance={(rows) => (
        <>
          <span>{counted(rows.filter((job) => job.status === 'RUNNING').length, 'runs now', 'run now')}</span>
          {following.state === 'following' && <span>live</span>}
          {askedMs !== null && (
            <span>
              as of <When at={new Date(askedMs).toISOString()} />
            </span>
          )}
        </>
      )}
      nothing={{
        title: 'No jobs yet',
        text: 'A job runs a command or a trainer on a leased machine. One begins with each run that the platform trains and each replica that it serves. Start a run from an experiment of a project, or by the API:',
        snippet:
          'mutation { submitJob(input: { projectId: "…", name: "train", trainer: "tabular" }) { id } }',
      }}
    />
  );
}
