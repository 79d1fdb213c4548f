import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { isHidden } from '@/api/failure';
import type { Permission } from '@/api/permissions';
import { Banner } from '@/parts/Banner';
import { Columns, Stack } from '@/parts/Columns';
import { Comments } from '@/parts/comments/Comments';
import { Icon } from '@/parts/Icon';
import { JobLog } from '@/parts/LogTail';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { State } from '@/parts/State';
import { Failed, Hidden } from '@/parts/states';
import { Strip, StripSkeleton } from '@/parts/Strip';
import { paths } from '@/paths';
import { CancelDialog } from './CancelDialog';
import { CommandPanel } from './CommandPanel';
import { AskedFor, Definition } from './Definition';
import type { JobDetail } from './detail';
import { FIGURE_LABELS, useFigures } from './figures';
import { JobTimeline } from './JobTimeline';
import { RoomHolders } from './RoomHolders';
import { useJob } from './use-job';
import { hasEnded, outcome, words } from './words';

const says = words.page;

/** One job: why it waits, how far it is, what it says, what it cost. */
export function JobPage() {
  const { job: id = '' } = useParams();
  const { data, job, failure, ask } = useJob(id);

  if (job !== null) return <Job job={job} permissions={data?.viewer.permissions} />;
  const isMissing = failure === null ? data?.node !== undefined : isHidden(failure);
  return (
    <>
      <PageHead title={says.title} meta={failure === null && !isMissing && AWAITED} />
      {isMissing && (
        <Panel>
          <Hidden>
            <Button variant="default" component={Link} to={paths.jobs()}>
              {says.all}
            </Button>
          </Hidden>
        </Panel>
      )}
      {failure !== null && !isMissing && (
        <Panel>
          <Failed what={says.notLoaded} failure={failure} onRetry={ask} />
        </Panel>
      )}
      {failure === null && !isMissing && <StripSkeleton labels={FIGURE_LABELS} />}
    </>
  );
}

interface JobProps {
  readonly job: JobDetail;
  /** What the person may do in the whole organisation. */
  readonly permissions: readonly Permission[] | undefined;
}

function Job({ job, permissions }: JobProps) {
  // Of a job whose project one may not read it is known only where one may everywhere.
  const may = (permission: Permission) =>
    (job.project?.permissions ?? permissions)?.includes(permission) === true;
  const maySubmit = may('JOB_SUBMIT');
  const [cancelling, setCancelling] = useState(false);
  const figures = useFigures(job);
  const said = outcome(job);
  return (
    <>
      <PageHead
        title={job.name}
        aside={<State name={job.status} />}
        parents={[
          ...(job.project === undefined
            ? []
            : [{ label: job.project.name, path: paths.project(job.project.id) }]),
          { label: words.list.title, path: paths.jobs() },
        ]}
        meta={<span>{says.by(job.submittedBy)}</span>}
        actions={
          <>
            {job.run !== null && (
              <Button variant="default" component={Link} to={paths.run(job.run.id)}>
                {says.run}
              </Button>
            )}
            {maySubmit && !hasEnded(job.status) && (
              <Button
                variant="default"
                color="red"
                leftSection={<Icon name="stop" size={14} />}
                onClick={() => setCancelling(true)}
              >
                {says.cancel}
              </Button>
            )}
          </>
        }
      />
      {job.waitsFor !== null && (
        <Banner tone="info">
          <b className="med">{says.notStarted}</b> {job.waitsFor}
          <RoomHolders holders={job.roomHeldBy} />
        </Banner>
      )}
      {(job.status === 'FAILED' || job.status === 'TIMED_OUT') && said !== null && (
        <Banner tone="bad">
          <b className="med">{said}</b> {job.reason !== said && job.reason}
        </Banner>
      )}
      <Strip figures={figures} />
      <JobTimeline job={job} />
      <Columns aside={348}>
        <Stack>
          <JobLog
            jobId={job.id}
            live={!hasEnded(job.status)}
            empty={emptyLog(job)}
            fileName={`${job.name}-log`}
            height={480}
          />
          <CommandPanel command={job.command} />
          <Comments subject={job} word={says.word} comments={job.comments} may={may} />
        </Stack>
        <Stack>
          <AskedFor job={job} />
          <Definition job={job} />
        </Stack>
      </Columns>
      {cancelling && <CancelDialog job={job} onClose={() => setCancelling(false)} />}
    </>
  );
}

function emptyLog({ status }: JobDetail): string {
  if (hasEnded(status)) return says.noLog;
  return status === 'RUNNING' ? says.noLogYet : says.logWaits;
}
