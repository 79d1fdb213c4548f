import { Link } from 'react-router';
import { compareAmounts, sum, together } from '@/format/amount';
import { KeyValue } from '@/parts/KeyValue';
import { Panel, PanelBody } from '@/parts/Panel';
import { Skeleton } from '@/parts/states';
import { paths } from '@/paths';
import type { ProjectDetail } from './use-project';
import { words } from './words';

const says = words.cost;

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
      title={says.title}
      note={says.note}
      end={
        <Link to={`${paths.cost({ projectId })}&view=ledger`} data-link>
          {words.page.ledger}
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
    const key = resource ?? says.noResource;
    byResource.set(key, [...(byResource.get(key) ?? []), amount.amount]);
  }
  const parts = [...byResource].map(([name, amounts]) => ({ name, amount: sum(amounts) }));
  parts.sort((a, b) => compareAmounts(b.amount, a.amount));
  const shown = together(
    parts.map(({ amount }) => amount),
    currency,
  );
  return [
    ...parts.map(({ name }, index) => ({ label: name, value: shown.texts[index] })),
    { label: shown.isRounded ? says.allRounded : says.all, value: shown.whole, sum: true },
  ];
}
