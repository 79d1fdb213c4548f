import { Link } from 'react-router';
import { bytes } from '@/format/number';
import { duration, durationMs } from '@/format/time';
import { KeyValue, type Fact } from '@/parts/KeyValue';
import { Panel } from '@/parts/Panel';
import { paths } from '@/paths';
import type { JobDetail } from './detail';

/** What was asked for: enough to submit it again. */
export function Definition({ job }: { readonly job: JobDetail }) {
  const limitMs = job.maxDuration === null ? null : durationMs(job.maxDuration);
  const facts: Fact[] = [
    ...(job.project === undefined
      ? []
      : [
          {
            label: 'Project',
            value: (
              <Link data-link to={paths.project(job.project.id)}>
                {job.project.name}
              </Link>
            ),
          },
        ]),
    ...(job.run === null
      ? []
      : [
          {
            label: 'Run',
            value: (
              <Link data-link to={paths.run(job.run.id)}>
                {job.run.name}
              </Link>
            ),
          },
        ]),
    ...(job.trainer === null ? [] : [{ label: 'Trainer', value: job.trainer }]),
    { label: 'Cores', value: job.resources.cpus },
    { label: 'Memory', value: bytes(job.resources.memoryBytes) },
    { label: 'Time limit', value: limitMs === null ? 'none' : duration(limitMs) },
    ...(job.run?.params.map(({ key, value }) => ({
      label: key,
      value: <span className="mono">{value}</span>,
    })) ?? []),
  ];
  return (
    <Panel title="What it runs">
      <KeyValue facts={facts} />
    </Panel>
  );
}
