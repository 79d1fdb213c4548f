import { Link } from 'react-router';
import type { PassportFragment } from '@/api/generated/models';
import { bytes, money } from '@/format/number';
import { Digest } from '@/parts/Digest';
import { KeyValue, type Fact } from '@/parts/KeyValue';
import { Panel } from '@/parts/Panel';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { words } from './words';

const says = words.identity;

interface IdentityProps {
  readonly version: PassportFragment;
  readonly project: { readonly id: string };
}

/** The bytes, and whose work they are. */
export function Identity({ version, project }: IdentityProps) {
  const { run } = version;
  const facts: Fact[] = [
    {
      label: 'Digest',
      value: <Digest digest={version.digest} of={`v${version.number}`} />,
    },
    { label: 'Format', value: version.format },
    { label: 'Size', value: bytes(version.sizeBytes) },
    { label: says.registered, value: version.author },
    { label: 'Registered', value: <When at={version.createdAt} /> },
    ...(run === null
      ? []
      : [
          {
            label: 'Run',
            value: (
              <Link data-link to={paths.run(run.id)}>
                {run.name}
              </Link>
            ),
          },
          {
            label: 'Experiment',
            value: (
              <Link data-link to={paths.experiment(project.id, run.experiment.id)}>
                {run.experiment.name}
              </Link>
            ),
          },
          ...run.datasets.map((read) => ({
            label: says.dataSet,
            value: (
              <Link data-link to={paths.dataset(project.id, read.dataset.id, read.number)}>
                {read.dataset.name} v{read.number}
              </Link>
            ),
          })),
          ...run.params.map(({ key, value }) => ({
            label: key,
            value: <span className="mono">{value}</span>,
          })),
          ...(run.cost === null
            ? []
            : [{ label: says.costToTrain, value: money(run.cost.amount, run.cost.currency), sum: true }]),
        ]),
  ];
  return (
    <Panel title="Identity">
      <KeyValue facts={facts} />
    </Panel>
  );
}
