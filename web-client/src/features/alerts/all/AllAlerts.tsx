import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { AcknowledgeAlertDocument } from '@/api/generated/alert';
import { useProjectChoices } from '@/api/project-names';
import { useChange } from '@/api/use-change';
import { ProjectChoice } from '@/features/alerts/ProjectChoice';
import { DataTable } from '@/parts/data-table';
import { FormFailure } from '@/parts/form';
import { ListFailed } from '@/parts/ListFailed';
import { useNow } from '@/parts/now';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { Empty, Hidden, Snippet } from '@/parts/states';
import { Strip, StripSkeleton } from '@/parts/Strip';
import { Segments, Tabs, useTab, type Tab } from '@/parts/Tabs';
import { useSetParams } from '@/parts/use-param';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { alertPath, allAlertColumns, allRuleColumns, rulePath } from './all-columns';
import { allFigures, ALL_LABELS } from './all-figures';
import { useAllAlerts, type AllAlertsFound } from './use-all-alerts';
import { words } from './words';

const says = words.allAlerts;

const TABS: readonly Tab[] = [
  { key: 'alerts', label: 'Alerts' },
  { key: 'rules', label: 'Rules' },
];

const SHOW = [
  { key: 'open', label: says.label },
  { key: 'firing', label: 'Firing' },
  { key: 'over', label: 'Over' },
  { key: 'all', label: 'All' },
];

const SPOKEN = {
  title: says.nothingHasSpoken,
  text: says.eachTime,
};
const NONE: Readonly<Record<string, { readonly title: string; readonly text: string }>> = {
  open: { title: says.nothingIsWrong, text: says.noneSpeaks },
  firing: { title: says.nothingFires, text: says.noneFires },
  over: SPOKEN,
  all: SPOKEN,
};

/** What fires in all projects, and all that is watched; each opens in its project. */
export function AllAlerts() {
  const now = useNow();
  const tab = useTab(TABS);
  const show = useTab(SHOW, 'state');
  const names = useProjectChoices('asked');
  const found = useAllAlerts(tab === 'alerts' && (show === 'over' || show === 'all'), tab === 'rules');
  const { open, openMore, failure, hidden, answeredMs, again } = found;
  const isNone = names.projects?.length === 0;
  return (
    <>
      <PageHead
        title="Alerts"
        meta={
          open === undefined ? (
            failure === null && AWAITED
          ) : (
            <>
              <span>{says.allProjects}</span>
              <span>{says.lookedAtOnce}</span>
              {answeredMs !== null && (
                <span>
                  {says.asOf} <When at={new Date(answeredMs).toISOString()} />
                </span>
              )}
            </>
          )
        }
      />
      <ProjectChoice names={names} projectId="" />
      {open === undefined ? (
        failure === null && <StripSkeleton labels={ALL_LABELS} />
      ) : (
        <Strip figures={allFigures(open, openMore !== null, now)} />
      )}
      {open !== undefined && <Tabs label="Alerts" tabs={TABS} />}
      {hidden ? (
        <Panel>
          <Hidden />
        </Panel>
      ) : (
        failure !== null && (
          <ListFailed what="alerts" begun={open !== undefined} failure={failure} onRetry={again} />
        )
      )}
      {!hidden &&
        (failure === null || open !== undefined) &&
        (isNone ? (
          <Panel>
            <Empty title={says.noProjectsYet}>
              <p>{says.alertsWatchTheEndpoints}</p>
              <Button component={Link} to={paths.projects()}>
                {says.theirTitle}
              </Button>
            </Empty>
          </Panel>
        ) : tab === 'rules' ? (
          <Rules found={found} nowMs={now} />
        ) : (
          <Alerts found={found} show={show} />
        ))}
    </>
  );
}

function Alerts({ found, show }: { readonly found: AllAlertsFound; readonly show: string }) {
  const set = useSetParams();
  const acknowledge = useChange(AcknowledgeAlertDocument);
  const { send } = acknowledge;
  const { open, openMore, over, overMore, curveOf, again } = found;
  const rows = useMemo(() => {
    if (show === 'over') return over;
    if (show === 'firing') return open?.filter(({ status }) => status === 'FIRING');
    if (show === 'open') return open;
    return open === undefined || over === undefined ? undefined : [...open, ...over];
  }, [open, over, show]);
  const columns = useMemo(
    () =>
      allAlertColumns(
        ({ id, version }) =>
          void send({ id, expectedVersion: version }).then((done) => done === null && again()),
        show === 'over' ? null : curveOf,
      ),
    // `send` and `again` are other functions with each draw, and do the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [curveOf, show],
  );
  return (
    <>
      {acknowledge.failure !== null && <FormFailure what={says.what} failure={acknowledge.failure} />}
      <DataTable
        label="Alerts"
        noun={['alert', 'alerts']}
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        rowPath={alertPath}
        height="tall"
        placeholder={says.placeholder}
        csv="alerts"
        more={show === 'over' ? overMore : (openMore ?? (show === 'all' ? overMore : null))}
        tools={<Segments label="State" param="state" tabs={SHOW} />}
        empty={
          <Panel>
            <Empty title={NONE[show]?.title ?? ''}>
              <p>{NONE[show]?.text}</p>
              {show !== 'over' && show !== 'all' ? (
                <Button variant="default" onClick={() => set({ state: 'all' })}>
                  {says.showWhatIsOver}
                </Button>
              ) : (
                <Button variant="default" onClick={() => set({ tab: 'rules', state: '' })}>
                  {says.allRules}
                </Button>
              )}
            </Empty>
          </Panel>
        }
      />
    </>
  );
}

function Rules({ found, nowMs }: { readonly found: AllAlertsFound; readonly nowMs: number }) {
  const { curveOf } = found;
  const columns = useMemo(() => allRuleColumns(nowMs, curveOf), [nowMs, curveOf]);
  return (
    <DataTable
      label="Rules"
      noun={['rule', 'rules']}
      columns={columns}
      rows={found.rules}
      rowId={({ id }) => id}
      rowPath={rulePath}
      prefix="rules-"
      height="tall"
      placeholder={says.placeholder}
      csv="alert-rules"
      more={found.rulesMore}
      empty={
        <Panel>
          <Empty title={says.noRulesYet}>
            <p>{says.ruleWatches}</p>
            <Snippet>{'mutation($i: CreateAlertRuleInput!) { createAlertRule(input: $i) { id } }'}</Snippet>
          </Empty>
        </Panel>
      }
    />
  );
}
