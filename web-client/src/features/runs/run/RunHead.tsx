import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { Permission } from '@/api/permissions';
import { useRunChanges } from '@/features/runs/change/use-run-changes';
import { words } from '@/features/runs/words';
import { TOTAL_STEPS_TAG } from '@/format/run-progress';
import { Banner } from '@/parts/Banner';
import { Icon } from '@/parts/Icon';
import { PageHead } from '@/parts/PageHead';
import { RowMenu } from '@/parts/RowMenu';
import { State } from '@/parts/State';
import { Tag } from '@/parts/Tag';
import { useVerbs } from '@/parts/verbs';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { StopRun } from './StopRun';
import { isActive, type LoadedRun, type PreviousRun } from './use-run';
import { words as own } from './words';

const says = words.run;

interface RunHeadProps {
  readonly run: LoadedRun;
  readonly project: { readonly id: string; readonly name: string } | undefined;
  readonly previous: PreviousRun | null;
  readonly may: (permission: Permission) => boolean;
  readonly onClone: () => void;
  readonly onChanged: () => void;
}

/** What it is called, how it stands, and what can be done with it. */
export function RunHead({ run, project, previous, may, onClone, onChanged }: RunHeadProps) {
  const { actionsOf, shown } = useRunChanges(may('RUN_WRITE'), onChanged);
  const actions = actionsOf(run);
  const compared = previous === null ? null : paths.compare([run.id, previous.id]);
  useVerbs([
    may('JOB_SUBMIT') && { label: says.cloneThis, icon: 'copy', run: onClone },
    ...actions.map(({ label, run: act }) => ({ label: says.verb(label), icon: 'run' as const, run: act })),
  ]);
  return (
    <>
      <PageHead
        title={run.name}
        aside={<State name={run.status} />}
        meta={<Meta run={run} />}
        parents={[
          ...(project === undefined ? [] : [{ label: project.name, path: paths.project(project.id) }]),
          { label: run.experiment.name, path: paths.experiment(run.projectId, run.experiment.id) },
        ]}
        actions={
          (compared !== null || may('JOB_SUBMIT') || actions.length > 0) && (
            <>
              {may('JOB_SUBMIT') && (
                <Button variant="default" leftSection={<Icon name="copy" size={14} />} onClick={onClone}>
                  {says.clone}
                </Button>
              )}
              {compared !== null && (
                <Button
                  variant="default"
                  component={Link}
                  to={compared}
                  title={says.compareWith(previous?.name ?? '')}
                >
                  {says.compare}
                </Button>
              )}
              {may('JOB_SUBMIT') && isActive(run) && <StopRun run={run} onChanged={onChanged} />}
              <RowMenu of={run.name} actions={actions} />
            </>
          )
        }
      />
      {run.archivedAt !== null && <Banner tone="info">{words.change.isArchived}</Banner>}
      {shown}
    </>
  );
}

function Meta({ run }: { readonly run: LoadedRun }) {
  return (
    <>
      <span>{own.page.by(run.createdBy)}</span>
      <span>
        {own.page.created} <When at={run.createdAt} />
      </span>
      {run.tags
        .filter(({ key }) => key !== TOTAL_STEPS_TAG)
        .map(({ key, value }) => (
          <Tag key={key}>
            {key}: {value}
          </Tag>
        ))}
    </>
  );
}
