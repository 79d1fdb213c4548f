import { useSearchParams } from 'react-router';
import type { JobStatus } from '@/api/generated/jobs';
import { JobList } from './JobList';
import { JOB_STATUSES } from './words';

/** All jobs of the tenant, or of one project; which, and in what state, stands in the address. */
export function JobListPage() {
  const [search] = useSearchParams();
  const project = search.get('project');
  const statuses = readStatuses(search.get('status'));
  return <JobList key={`${project ?? ''} ${statuses.join()}`} project={project} statuses={statuses} />;
}

function readStatuses(text: string | null): readonly JobStatus[] {
  const wanted = new Set(text?.split(','));
  return JOB_STATUSES.filter((status) => wanted.has(status));
}
