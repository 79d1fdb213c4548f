import { Link } from 'react-router';
import type { JobRowFragment } from '@/api/generated/jobs';
import { bytes, money, NO_VALUE } from '@/format/number';
import { duration } from '@/format/time';
import type { Column } from '@/parts/data-table';
import { useNow } from '@/parts/now';
import { State, stateWord } from '@/parts/State';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { phasesOf } from './timeline';

export const JOB_COLUMNS: readonly Column<JobRowFragment>[] = [
  {
    id: 'name',
    header: 'Job',
    name: true,
    value: ({ name }) => name,
    cell: ({ id, name }) => (
      <Link to={paths.job(id)} className="cut" title={name}>
        {name}
      </Link>
    ),
  },
  {
    id: 'status',
    header: 'State',
    width: 112,
    value: ({ status }) => stateWord(status),
    cell: ({ status }) => <State name={status} />,
  },
  {
    id: 'why',
    header: 'Why',
    p2: true,
    value: ({ waitsFor, reason }) => waitsFor ?? reason,
    cell: ({ waitsFor, reason }) => (
      <span className="cut" title={waitsFor ?? reason ?? undefined}>
        {waitsFor ?? reason ?? NO_VALUE}
      </span>
    ),
  },
  { id: 'project', header: 'Project', p2: true, width: 160, value: ({ project }) => project?.name },
  {
    id: 'ran',
    header: 'Ran',
    figures: true,
    p2: true,
    width: 88,
    value: (job) => phasesOf(job, Date.now()).find(({ name }) => name === 'Ran')?.ms ?? null,
    cell: (job) => <Phase job={job} name="Ran" />,
  },
  {
    id: 'waited',
    header: 'Waited',
    figures: true,
    p2: true,
    optional: true,
    width: 88,
    value: (job) => phasesOf(job, Date.now())[0]?.ms ?? null,
    cell: (job) => <Phase job={job} name="Waited" />,
  },
  {
    id: 'cpus',
    header: 'Cores',
    figures: true,
    p2: true,
    optional: true,
    width: 72,
    value: ({ resources }) => resources.cpus,
  },
  {
    id: 'memory',
    header: 'Memory',
    figures: true,
    p2: true,
    optional: true,
    width: 88,
    value: ({ resources }) => resources.memoryBytes,
    cell: ({ resources }) => bytes(resources.memoryBytes),
  },
  {
    id: 'attempt',
    header: 'Attempt',
    figures: true,
    p2: true,
    optional: true,
    width: 80,
    value: ({ attempt }) => attempt,
  },
  {
    id: 'cost',
    header: 'Cost',
    figures: true,
    p2: true,
    width: 88,
    value: ({ cost }) => (cost === null ? null : Number(cost.amount)),
    exported: ({ cost }) => cost?.amount,
    cell: ({ cost }) => (cost === null ? NO_VALUE : money(cost.amount, cost.currency)),
  },
  {
    id: 'by',
    header: 'Submitted by',
    p2: true,
    width: 120,
    value: ({ submittedBy }) => submittedBy,
    cell: ({ submittedBy }) => (
      <span className="cut" title={submittedBy}>
        {submittedBy}
      </span>
    ),
  },
  {
    id: 'submitted',
    header: 'Submitted',
    figures: true,
    width: 92,
    value: ({ submittedAt }) => submittedAt,
    cell: ({ submittedAt }) => <When at={submittedAt} />,
  },
];

function Phase({ job, name }: { readonly job: JobRowFragment; readonly name: 'Waited' | 'Ran' }) {
  const now = useNow();
  const phase = phasesOf(job, now).find((one) => one.name === name);
  return phase === undefined ? NO_VALUE : duration(phase.ms);
}
