import { Link } from 'react-router';
import { bytes } from '@/format/number';
import { duration, durationMs } from '@/format/time';
import { KeyValue, type Fact } from '@/parts/KeyValue';
import { Panel } from '@/parts/Panel';
import { paths } from '@/paths';
import type { JobDetail } from './detail';
import { words } from './words';

const says = words.definition;

/** What it may hold, and for how long. */
export function Asked({ job }: { readonly job: JobDetail }) {
  const limitMs = job.maxDuration === null ? null : durationMs(job.maxDuration);
  return (
    <Panel title={words.asked.title}>
      <KeyValue
        facts={[
          { label: says.cores, value: job.resources.cpus },
          { label: says.memory, value: bytes(job.resources.memoryBytes) },
          { label: says.limit, value: limitMs === null ? says.noLimit : duration(limitMs) },
          ...job.retries.map(({ cause, most }) => ({
            label: says.retries[cause] ?? cause,
            value: most,
          })),
        ]}
      />
    </Panel>
  );
}

/** What runs: with what was asked for enough to submit it again. */
export function Definition({ job }: { readonly job: JobDetail }) {
  const facts: Fact[] = [
    ...(job.project === undefined
      ? []
      : [
          {
            label: says.project,
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
            label: says.run,
            value: (
              <Link data-link to={paths.run(job.run.id)}>
                {job.run.name}
              </Link>
            ),
          },
        ]),
    ...(job.trainer === null ? [] : [{ label: says.trainer, value: job.trainer }]),
    ...(job.run?.params.map(({ key, value }) => ({
      label: key,
      value: <span className="mono">{value}</span>,
    })) ?? []),
  ];
  return (
    <Panel title={says.title}>
      <KeyValue facts={facts} />
    </Panel>
  );
}
