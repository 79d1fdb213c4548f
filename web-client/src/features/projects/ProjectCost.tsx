import { Link } from 'react-router';
import { compareAmounts, inCents, sum } from '@/format/amount';
import { money as inMoney } from '@/format/number';
import { KeyValue } from '@/parts/KeyValue';
import { Panel, PanelBody } from '@/parts/Panel';
import { Skeleton } from '@/parts/states';
import { paths } from '@/paths';
import type { ProjectDetail } from './use-project';

type Cost = NonNullable<ProjectDetail['cost']>;

interface ProjectCostProps {
  readonly projectId: string;
  /** Undefined while it is on its way. */
  readonly cost: Cost | undefined;
}

/** This month by resource; the parts add up to the sum below them. */
export function ProjectCost({ projectId, cost }: ProjectCostProps) {
  return (
    <Panel
      title="Cost"
      note="this month"
      end={
        <Link to={`${paths.cost({ projectId })}&view=ledger`} data-link>
          Ledger
        </Link>
      }
    >
      {cost === undefined ? (
        <PanelBody>
          <Skeleton width={200} />
        </PanelBody>
      ) : (
        <KeyValue facts={factsOf(cost)} />
      )}
    </Panel>
  );
}

function factsOf(cost: Cost) {
  const { currency } = cost.total;
  const byResource = new Map<string, string[]>();
  for (const { resource, amount } of cost.lines) {
    const key = resource ?? 'no resource';
    byResource.set(key, [...(byResource.get(key) ?? []), amount.amount]);
  }
  const parts = [...byResource].map(([name, amounts]) => ({ name, amount: sum(amounts) }));
  parts.sort((a, b) => compareAmounts(b.amount, a.amount));
  const cents = inCents(parts.map(({ amount }) => amount));
  return [
    ...parts.map(({ name }, index) => ({ label: name, value: inMoney(cents[index] ?? '0', currency) })),
    { label: 'In all', value: inMoney(sum(cents), currency), sum: true },
  ];
}
