import type { JobRowFragment } from '@/api/generated/jobs';
import { bytes, NO_VALUE } from '@/format/number';
import { duration } from '@/format/time';
import type { Column } from '@/parts/data-table';
import { useNow } from '@/parts/now';
import {
  byColumn,
  costColumn,
  nameColumn,
  projectColumn,
  stateColumn,
  textColumn,
  whenColumn,
} from '@/parts/table-columns';
import { paths } from '@/paths';
import { phasesOf } from './timeline';
import { words } from './words';

const says = words.list;

export const JOB_COLUMNS: readonly Column<JobRowFragment>[] = [
  nameColumn(
    says.job,
    ({ name }) => name,
    ({ id }) => paths.job(id),
  ),
  stateColumn(({ status }) => status, { id: 'status' }),
  textColumn('why', says.why, ({ waitsFor, reason }) => waitsFor ?? reason),
  projectColumn(({ project }) => project, { width: 160 }),
  {
    id: 'ran',
    header: says.ran,
    figures: true,
    p2: true,
    width: 88,
    value: (job) => phasesOf(job, Date.now()).find(({ name }) => name === 'Ran')?.ms ?? null,
    cell: (job) => <Phase job={job} name="Ran" />,
  },
  {
    id: 'waited',
    header: says.waited,
    figures: true,
    p2: true,
    optional: true,
    width: 88,
    value: (job) => phasesOf(job, Date.now())[0]?.ms ?? null,
    cell: (job) => <Phase job={job} name="Waited" />,
  },
  {
    id: 'cpus',
    header: says.cores,
    figures: true,
    p2: true,
    optional: true,
    width: 72,
    value: ({ resources }) => resources.cpus,
  },
  {
    id: 'memory',
    header: says.memory,
    figures: true,
    p2: true,
    optional: true,
    width: 88,
    value: ({ resources }) => resources.memoryBytes,
    cell: ({ resources }) => bytes(resources.memoryBytes),
  },
  {
    id: 'attempt',
    header: says.attempt,
    figures: true,
    p2: true,
    optional: true,
    width: 80,
    value: ({ attempt }) => attempt,
  },
  costColumn(({ cost }) => cost),
  byColumn(says.by, ({ submittedBy }) => submittedBy),
  whenColumn('submitted', says.submitted, ({ submittedAt }) => submittedAt, { p2: false, width: 100 }),
];

function Phase({ job, name }: { readonly job: JobRowFragment; readonly name: 'Waited' | 'Ran' }) {
  const now = useNow();
  const phase = phasesOf(job, now).find((one) => one.name === name);
  return phase === undefined ? NO_VALUE : duration(phase.ms);
}
