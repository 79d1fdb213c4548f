import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { isHidden } from '@/api/failure';
import { useAllowed } from '@/api/permissions';
import { clock } from '@/format/period';
import { RecentActivity } from '@/parts/activity/RecentActivity';
import { Columns, Stack } from '@/parts/Columns';
import { Icon } from '@/parts/Icon';
import { PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { Failed, Hidden } from '@/parts/states';
import { StripSkeleton } from '@/parts/Strip';
import { paths } from '@/paths';
import { EndpointsPanel } from './EndpointsPanel';
import { FirstSteps } from './FirstSteps';
import { Glance } from './Glance';
import { RunningPanel } from './RunningPanel';
import { useHome, type HomeParts } from './use-home';
import { WaitsPanel } from './WaitsPanel';
import { notLookedThrough, waitsFor } from './waits';
import { words } from './words';

const says = words.page;

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' });

/** On budget? What runs? What waits for me? Are the endpoints well? */
export function HomePage() {
  const { money, moneyFailure, work, workFailure, parts, asOfMs, retry } = useHome();
  const actions = useActions();
  const isNew =
    work?.projects?.edges.length === 0 &&
    (work.running?.edges ?? []).length === 0 &&
    (work.endpoints?.edges ?? []).length === 0;
  const head = (
    <PageHead
      title={says.title}
      meta={
        <>
          <span>
            {DAY.format(asOfMs)}, {clock(asOfMs)}
          </span>
        </>
      }
      actions={!isNew && actions}
    />
  );
  if (work === undefined && workFailure !== null) {
    return (
      <>
        {head}
        <Panel>
          {isHidden(workFailure) ? (
            <Hidden />
          ) : (
            <Failed what={says.notLoaded} failure={workFailure} unchanged={says.unchanged} onRetry={retry} />
          )}
        </Panel>
      </>
    );
  }
  if (isNew) {
    return (
      <>
        {head}
        <FirstSteps />
      </>
    );
  }
  const waits = work === undefined ? undefined : waitsFor(work, money, asOfMs);
  const waiting = <WaitsPanel waits={waits} unseen={work === undefined ? [] : notLookedThrough(work)} />;
  // Who may see no project sees nothing of what was done there.
  const activity = (work === undefined ? parts.projectRead : work.activity !== undefined) && (
    <RecentActivity newest={work?.activity} />
  );
  return (
    <>
      {head}
      {work === undefined || (parts.costRead && money === undefined && moneyFailure === null) ? (
        <StripSkeleton lead={parts.costRead} lines={2} labels={labelsOf(parts)} />
      ) : (
        <Glance money={money} parts={parts} work={work} waits={waits ?? []} nowMs={asOfMs} />
      )}
      {parts.jobRead || parts.endpointRead ? (
        <Columns aside={372}>
          <Stack>
            {parts.jobRead && <RunningPanel jobs={work?.running?.edges.map(({ node }) => node)} />}
            {parts.endpointRead && (
              <EndpointsPanel endpoints={work?.endpoints?.edges.map(({ node }) => node)} asOfMs={asOfMs} />
            )}
          </Stack>
          <Stack>
            {waiting}
            {activity}
          </Stack>
        </Columns>
      ) : (
        <Stack>
          {waiting}
          {activity}
        </Stack>
      )}
    </>
  );
}

/** What people come to begin; each opens its form on the page that it belongs to. False where they may begin nothing. */
function useActions() {
  const mayStart = useAllowed({ somewhere: ['PROJECT_READ', 'RUN_WRITE', 'JOB_SUBMIT'] });
  const mayCreate = useAllowed({ somewhere: ['PROJECT_READ', 'DATASET_WRITE'] });
  return (
    (mayStart || mayCreate) && (
      <>
        {mayCreate && (
          <Button component={Link} to={`${paths.datasets()}?create`} variant="default">
            {says.createDataset}
          </Button>
        )}
        {mayStart && (
          <Button component={Link} to={`${paths.runs()}?create`} leftSection={<Icon name="play" size={14} />}>
            {says.startRun}
          </Button>
        )}
      </>
    )
  );
}

function labelsOf({ costRead, jobRead, endpointRead }: HomeParts): string[] {
  return [
    ...(costRead ? [words.spend.label] : []),
    ...(jobRead ? [words.glance.running] : []),
    words.glance.waiting,
    ...(endpointRead ? [words.glance.endpoints] : []),
  ];
}
