import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { AcknowledgeAlertDocument } from '@/api/generated/alert';
import { useChange } from '@/api/use-change';
import { Banner } from '@/parts/Banner';
import { Columns } from '@/parts/Columns';
import { DataTable } from '@/parts/data-table';
import { FormFailure } from '@/parts/form';
import { Panel } from '@/parts/Panel';
import { Empty, Snippet } from '@/parts/states';
import { Segments, useTab } from '@/parts/Tabs';
import { useParam, useSetParams } from '@/parts/use-param';
import { paths } from '@/paths';
import type { ProjectOfAlerts } from '@/features/alerts/use-alerts';
import { alertColumns } from './alert-columns';
import { AlertDrawer } from './AlertDrawer';
import { useCurves } from './use-curves';
import { words } from './words';

const says = words.alertsTab;

interface AlertsTabProps {
  readonly project: ProjectOfAlerts;
  readonly mayWrite: boolean;
  readonly onStale: () => void;
}

/** The platform gives no more of one project at once. */
const MOST_LISTED = 100;

const SHOW = [
  { key: 'all', label: 'All' },
  { key: 'firing', label: 'Firing' },
  { key: 'open', label: says.label },
  { key: 'over', label: 'Over' },
];

/** What fires now, then what is over; one opens beside the list. */
export function AlertsTab({ project, mayWrite, onStale }: AlertsTabProps) {
  const show = useTab(SHOW, 'state');
  const [open, setOpen] = useParam('alert');
  const set = useSetParams();
  const acknowledge = useChange(AcknowledgeAlertDocument);
  const { send } = acknowledge;
  const { alerts } = project;
  const curveOf = useCurves(project);
  const shown = alerts.find(({ id }) => id === open);
  // The one that is open has its curve beside the list.
  const hasCurves = shown === undefined && alerts.some((alert) => curveOf(alert) !== null);
  const rows = useMemo(
    () =>
      alerts.filter(({ status, endedAt }) =>
        show === 'firing'
          ? status === 'FIRING'
          : show === 'open'
            ? endedAt === null
            : show === 'over'
              ? endedAt !== null
              : true,
      ),
    [alerts, show],
  );
  const columns = useMemo(
    () =>
      alertColumns(
        project,
        setOpen,
        mayWrite
          ? ({ id, version }) =>
              void send({ id, expectedVersion: version }).then((done) => done === null && onStale())
          : null,
        hasCurves ? curveOf : null,
      ),
    // `send` is another function with each draw, and does the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [project, setOpen, mayWrite, hasCurves, curveOf],
  );
  if (alerts.length === 0) {
    return (
      <Panel>
        <Empty title={project.alertRules.length === 0 ? says.noRulesYet : says.nothingHasSpoken}>
          {project.alertRules.length === 0 ? (
            <>
              <p>{says.ruleWatches}</p>
              {mayWrite && (
                <Button onClick={() => set({ tab: 'rules', rule: 'new' })}>{says.writeARule}</Button>
              )}
              <Snippet>
                {'mutation($i: CreateAlertRuleInput!) { createAlertRule(input: $i) { id status } }'}
              </Snippet>
            </>
          ) : (
            <p>{says.watched(project.alertRules.length)}</p>
          )}
        </Empty>
      </Panel>
    );
  }
  const table = (
    <DataTable
      label="Alerts"
      noun={['alert', 'alerts']}
      columns={columns}
      rows={rows}
      rowId={({ id }) => id}
      height="tall"
      placeholder={says.placeholder}
      csv={`${project.name}-alerts`}
      marked={open}
      tools={<Segments label="State" param="state" tabs={SHOW} />}
      empty={
        <Panel>
          <Empty title={says.noAlertsMatch}>
            <Button variant="default" onClick={() => set({ state: '' })}>
              {says.clearFilters}
            </Button>
          </Empty>
        </Panel>
      }
    />
  );
  return (
    <>
      {acknowledge.failure !== null && <FormFailure what={says.what} failure={acknowledge.failure} />}
      {alerts.length >= MOST_LISTED && (
        <Banner
          tone="info"
          action={
            <Button variant="default" component={Link} to={`${paths.alerts()}?state=all`}>
              {says.allAlerts}
            </Button>
          }
        >
          <b className="med">{says.onlyAreListedHere(MOST_LISTED)}</b> {says.thoseThatGo}
        </Banner>
      )}
      {shown === undefined ? (
        table
      ) : (
        <Columns aside={372}>
          {table}
          <AlertDrawer
            key={shown.id}
            alert={shown}
            project={project}
            mayWrite={mayWrite}
            onClose={() => setOpen('')}
            onStale={onStale}
          />
        </Columns>
      )}
    </>
  );
}
