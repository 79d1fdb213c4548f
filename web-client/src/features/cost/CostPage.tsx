import { useCallback, useMemo } from 'react';
import { useQuery } from 'urql';
import { toFailure } from '@/api/failure';
import { CostDocument, type CostQuery } from '@/api/generated/cost';
import { holds } from '@/api/permissions';
import { useProjectNames, type ProjectNames } from '@/api/project-names';
import { clock, toPeriod } from '@/format/period';
import { removedName } from '@/format/removed';
import { Columns } from '@/parts/Columns';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { PanelSkeleton } from '@/parts/PanelSkeleton';
import { NotLoaded } from '@/parts/states';
import { StripSkeleton } from '@/parts/Strip';
import { Segments, useTab, type Tab } from '@/parts/Tabs';
import { breakDown, type Dimension } from './breakdown';
import { BreakdownTable } from './BreakdownTable';
import { BudgetsPanel } from './BudgetsPanel';
import { CostGlance } from './CostGlance';
import { useCostPeriod, type CostPeriod } from './cost-period';
import { DaysPanel } from './DaysPanel';
import { DriversPanel } from './DriversPanel';
import { forecastsOf, lately, spreadDays } from './forecast';
import { labelOf, type NameOf } from './labels';
import { LedgerPanel } from './LedgerPanel';
import { PeriodPicker } from './PeriodPicker';
import { words } from './words';

const says = words.page;

const VIEWS: readonly Tab[] = [
  { key: 'project', label: says.project },
  { key: 'resource', label: says.resource },
  { key: 'day', label: says.day },
  { key: 'ledger', label: says.ledger },
];

/** Spent, forecast, budget, why it rose; down to the line of the ledger. */
export function CostPage() {
  const period = useCostPeriod();
  const view = useTab(VIEWS, 'view');
  const variables = useMemo(
    () => ({
      period: toPeriod(period.span),
      before: toPeriod(period.earlier),
      lately: toPeriod(lately(period.nowMs)),
      wholeDays: toPeriod(spreadDays(period.nowMs)),
    }),
    [period],
  );
  const [{ data, error }, ask] = useQuery({ query: CostDocument, variables });
  const known = data ?? undefined;
  const names = useProjectNames(known?.viewer.permissionsSomewhere);
  const nameOf = useNameOf(names, known);
  const failure = error === undefined ? null : toFailure(error);
  const retry = () => ask({ requestPolicy: 'network-only' });
  const currency = known?.cost.total.currency ?? 'EUR';
  const views = <Segments label={says.parts} tabs={VIEWS} param="view" />;

  return (
    <>
      <PageHead
        title={says.title}
        meta={
          known === undefined && failure === null ? AWAITED : <Meta period={period} currency={currency} />
        }
        actions={<PeriodPicker period={period} />}
      />
      {known === undefined && failure !== null ? (
        <Panel>
          <NotLoaded what={says.notLoaded} failure={failure} unchanged={says.unchanged} onRetry={retry} />
        </Panel>
      ) : view === 'ledger' ? (
        <>
          {views}
          <LedgerPanel period={period} nameOf={nameOf} />
        </>
      ) : (
        <>
          {known === undefined ? (
            <StripSkeleton
              lead
              lines={2}
              labels={[
                words.glance.spent(period.label),
                words.forecast.label,
                words.glance.against(period.earlierLabel),
                words.glance.atRisk,
              ]}
            />
          ) : (
            <CostGlance data={known} period={period} />
          )}
          <Columns aside={412} level>
            {known === undefined ? (
              <PanelSkeleton title={words.curve.title} width={240} />
            ) : (
              <DaysPanel data={known} period={period} nameOf={nameOf} />
            )}
            {known === undefined ? (
              <PanelSkeleton title={words.drivers.same} width={240} />
            ) : (
              <DriversPanel data={known} period={period} nameOf={nameOf} />
            )}
          </Columns>
          {views}
          <Parts view={view as Dimension} data={known} period={period} nameOf={nameOf} />
          {known === undefined ? (
            <PanelSkeleton title={words.budgets.title} width={240} />
          ) : (
            <BudgetsPanel
              budgets={known.budgets}
              projects={names.projects}
              currency={currency}
              mayWrite={holds(known.viewer.permissions, 'BUDGET_WRITE')}
              nowMs={period.nowMs}
              onChanged={retry}
            />
          )}
        </>
      )}
    </>
  );
}

function Meta({ period, currency }: { readonly period: CostPeriod; readonly currency: string }) {
  return (
    <>
      <span>{says.to(clock(period.nowMs))}</span>
      <span>{says.withoutVat(currency)}</span>
      <span>{says.days}</span>
    </>
  );
}

interface PartsProps {
  readonly view: Dimension;
  readonly data: CostQuery | undefined;
  readonly period: CostPeriod;
  readonly nameOf: NameOf;
}

function Parts({ view, data, period, nameOf }: PartsProps) {
  const breakdown = useMemo(
    () =>
      data === undefined
        ? undefined
        : breakDown(view, {
            now: data.cost.lines,
            before: data.before.lines,
            forecasts: forecastsOf(data, period),
            budgets: data.budgets.filter(({ period: of }) => of === period.kind.toUpperCase()),
            currency: data.cost.total.currency,
            nameOf: (dimension, key) => labelOf(dimension, key, nameOf),
          }),
    [data, view, period, nameOf],
  );
  return (
    <BreakdownTable
      dimension={view}
      breakdown={breakdown}
      currency={data?.cost.total.currency ?? 'EUR'}
      period={period}
    />
  );
}

/** Names of the projects that are known, or were; those that nobody names are told by the end of their id. */
function useNameOf({ projects, isAwaited }: ProjectNames, data: CostQuery | undefined): NameOf {
  const names = useMemo(() => {
    const known = new Map(projects.map(({ id, name }) => [id, name]));
    for (const { projectId, removedProject } of [
      ...(data?.cost.lines ?? []),
      ...(data?.before.lines ?? []),
    ]) {
      const name = removedName(removedProject);
      if (projectId != null && name !== null) known.set(projectId, name);
    }
    return known;
  }, [projects, data]);
  return useCallback(
    (id: string) => names.get(id) ?? (isAwaited ? null : says.unnamed(id.slice(-6))),
    [names, isAwaited],
  );
}
