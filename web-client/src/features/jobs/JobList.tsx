import { NativeSelect } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { isHidden } from '@/api/failure';
import type { JobStatus } from '@/api/generated/jobs';
import type { ProjectChoices } from '@/api/project-names';
import { counted } from '@/format/number';
import { DataTable } from '@/parts/data-table';
import { Chip, FilterRow } from '@/parts/Filter';
import { MoreChoices } from '@/parts/MoreChoices';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { stateWord } from '@/parts/State';
import { Empty, Failed, Hidden, Snippet } from '@/parts/states';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { JOB_COLUMNS } from './columns';
import styles from './jobs.module.css';
import { useJobs, type JobsFound } from './use-jobs';
import { JOB_STATUSES } from './words';

interface JobListProps {
  /** Slug; null for all. */
  readonly project: string | null;
  /** Empty for all. */
  readonly statuses: readonly JobStatus[];
}

export function JobList({ project, statuses }: JobListProps) {
  const found = useJobs(project, statuses);
  const { rows, failure, more } = found;
  const isFiltered = project !== null || statuses.length > 0;
  const filters = <Filters project={project} statuses={statuses} choices={found.choices} />;
  const hidden = rows === null || (failure !== null && isHidden(failure));
  return (
    <>
      <PageHead
        title="Jobs"
        meta={rows == null ? failure === null && rows === undefined && AWAITED : <Meta found={found} />}
      />
      {hidden && (
        <Panel>
          <Hidden />
        </Panel>
      )}
      {failure !== null && !hidden && (
        <Panel>
          <Failed
            what={rows === undefined ? 'Could not load jobs' : 'Could not load more jobs'}
            failure={failure}
            onRetry={found.retry}
          />
        </Panel>
      )}
      {rows?.length === 0 && (
        <>
          {isFiltered && <FilterRow>{filters}</FilterRow>}
          <Panel>
            <NoJobs filtered={isFiltered} />
          </Panel>
        </>
      )}
      {!hidden && rows?.length !== 0 && (rows !== undefined || failure === null) && (
        <DataTable
          label="Jobs"
          noun={['job', 'jobs']}
          columns={JOB_COLUMNS}
          rows={rows}
          rowId={({ id }) => id}
          rowPath={({ id }) => paths.job(id)}
          more={more}
          csv="jobs"
          tools={filters}
        />
      )}
    </>
  );
}

function Meta({ found: { rows, more, following, askedMs } }: { readonly found: JobsFound }) {
  const running = rows?.filter(({ status }) => status === 'RUNNING').length ?? 0;
  return (
    <>
      <span>
        {more === null ? '' : 'The newest '}
        {counted(rows?.length ?? 0, 'job', 'jobs')}
      </span>
      <span>{counted(running, 'runs now', 'run now')}</span>
      {following.state === 'following' && <span>live</span>}
      {askedMs !== null && (
        <span>
          as of <When at={new Date(askedMs).toISOString()} />
        </span>
      )}
    </>
  );
}

function Filters({
  project,
  statuses,
  choices: { projects = [], more, failure },
}: JobListProps & { readonly choices: ProjectChoices }) {
  const [, setSearch] = useSearchParams();
  function put(name: string, value: string) {
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { preventScrollReset: true },
    );
  }
  return (
    <>
      {(project !== null || projects.length > 0) && (
        <NativeSelect
          className={styles.project}
          aria-label="Project"
          value={project ?? ''}
          onChange={(event) => put('project', event.currentTarget.value)}
          data={[
            { value: '', label: 'All projects' },
            ...(project !== null && !projects.some(({ slug }) => slug === project)
              ? [{ value: project, label: project }]
              : []),
            ...projects.map(({ slug, name }) => ({ value: slug, label: name })),
          ]}
        />
      )}
      <MoreChoices loaded={projects.length} noun="projects" more={more} />
      {failure !== null && <span role="alert">More projects could not be loaded: {failure.message}</span>}
      {JOB_STATUSES.map((status) => (
        <Chip
          key={status}
          label={stateWord(status)}
          pressed={statuses.includes(status)}
          onClick={() => put('status', toggled(statuses, status).join(','))}
        />
      ))}
    </>
  );
}

function toggled(statuses: readonly JobStatus[], status: JobStatus): readonly JobStatus[] {
  return statuses.includes(status) ? statuses.filter((one) => one !== status) : [...statuses, status];
}

function NoJobs({ filtered }: { readonly filtered: boolean }) {
  const [, setSearch] = useSearchParams();
  if (filtered) {
    return (
      <Empty title="No job is like that">
        <p>Jobs in other states or projects are left out.</p>
        <Chip label="Clear filters" onClick={() => setSearch({})} />
      </Empty>
    );
  }
  return (
    <Empty title="No jobs yet">
      <p>
        A job runs a command or a trainer on a leased machine. One begins with each run that the platform
        trains and each replica that it serves. Start a run from an experiment of a project, or by the API:
      </p>
      <Snippet>
        {'mutation { submitJob(input: { projectId: "…", name: "train", trainer: "tabular" }) { id } }'}
      </Snippet>
    </Empty>
  );
}
