import { money } from '@/format/number';
import { costAnHour } from '@/format/run-progress';
import { KeyValue, type Fact } from '@/parts/KeyValue';
import { Money } from '@/parts/Money';
import { Panel, PanelBody } from '@/parts/Panel';
import { CostLink } from './run-figures';
import { costAtEnd } from './run-progress';
import { resourcesOf } from './cost-by-resource';
import { isActive, type LoadedRun } from './use-run';
import { words } from './words';

const says = words.cost;

interface CostProps {
  readonly run: LoadedRun;
  /** As far as that can be told. */
  readonly endsAtMs: number | null;
  readonly now: number;
}

/** What the run has cost and on what, how fast, and what that comes to. */
export function Cost({ run, endsAtMs, now }: CostProps) {
  const { cost, costReport, startedAt, endedAt } = run;
  if (cost === null) {
    return (
      <Panel title={words.figures.cost}>
        <PanelBody>
          <p className="t3">{words.figures.noCost}</p>
        </PanelBody>
      </Panel>
    );
  }
  const ranMs =
    startedAt === null ? 0 : (endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt);
  const anHour = costAnHour(cost.amount, ranMs);
  const atEnd = isActive(run) ? costAtEnd(run, endsAtMs, now) : null;
  const label = isActive(run) ? says.soFar : says.inAll;
  const parts = resourcesOf(costReport?.lines ?? [], cost.currency);
  const facts: Fact[] = [
    ...(parts === null
      ? [{ label, value: <Money amount={cost.amount} currency={cost.currency} /> }]
      : [
          ...parts.facts,
          { label: parts.isRounded ? says.rounded(label) : label, value: parts.whole, sum: true },
        ]),
    ...(anHour === null ? [] : [{ label: says.anHour, value: money(anHour, cost.currency) }]),
    ...(atEnd === null ? [] : [{ label: says.atEnd, value: atEnd, sum: true }]),
  ];
  return (
    <Panel title={parts === null ? words.figures.cost : says.byResource} end={<CostLink run={run} />}>
      <KeyValue facts={facts} />
    </Panel>
  );
}
