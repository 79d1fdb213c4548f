import { Link } from 'react-router';
import { bytes } from '@/format/number';
import { duration, durationMs } from '@/format/time';
import { KeyValue, type Fact } from '@/parts/KeyValue';
import { Panel } from '@/parts/Panel';
import { paths } from '@/paths';
import type { JobDetail } from './detail';
import { words } from './words';

const says = words.definition;

/** What it carries out, and with which parameters. */
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
  if (facts.length === 0) return null;
  return (
    <Panel title={says.title}>
      <KeyValue facts={facts} />
    </Panel>
  );
}

/** What of a machine it may use, and for how long. */
export function AskedFor({ job: { resources, maxDuration } }: { readonly job: JobDetail }) {
  const limitMs = maxDuration === null ? null : durationMs(maxDuration);
  return (
    <Panel title={says.asked}>
      <KeyValue
        facts={[
          { label: says.cores, value: resources.cpus },
          { label: says.memory, value: bytes(resources.memoryBytes) },
          { label: says.limit, value: limitMs === null ? says.noLimit : duration(limitMs) },
        ]}
      />
    </Panel>
  );
}
