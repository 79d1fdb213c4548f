import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { holds, type Permission } from '@/api/permissions';
import { useSignedIn } from '@/api/session';
import { MODEL_TABS } from '@/features/models/model-tabs';
import { isAuthor } from '@/features/models/model';
import { Columns, Stack } from '@/parts/Columns';
import { useNow } from '@/parts/now';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { Empty, Failed, Hidden, Snippet } from '@/parts/states';
import { Strip, StripSkeleton } from '@/parts/Strip';
import { Tabs } from '@/parts/Tabs';
import { useParam } from '@/parts/use-param';
import { paths } from '@/paths';
import { BudgetPanel } from './BudgetPanel';
import { ComparisonPanel } from './ComparisonPanel';
import { CostPanel } from './CostPanel';
import { HistoryTable } from './HistoryTable';
import { zoned } from './instants';
import { NextPanel } from './NextPanel';
import { PipelinePanel } from './PipelinePanel';
import { PolicyDialog } from './PolicyDialog';
import { BreakerPanel, PolicyPanel } from './PolicyPanel';
import { shownFirst, versionName, type Policy, type RetrainedModel } from './retraining';
import { retrainingFigures, RETRAINING_LABELS } from './retraining-figures';
import { RetrainDialog } from './RetrainDialog';
import { RetrainingActions } from './RetrainingActions';
import { RollBackDialog } from './RollBackDialog';
import { RunChecksPanel } from './RunChecksPanel';
import { RunPolicyPanel } from './RunPolicyPanel';
import { RunState } from './RunState';
import { PolicyLine, RunLine } from './StateLine';
import { TriggersPanel } from './triggers/TriggersPanel';
import { useRetraining, type RetrainingFound } from './use-retraining';
import { words } from './words';

const says = words.retrainingTab;

/** What has a model trained anew: whether the challenger is better, what waits for whom, and when it runs next. */
export function RetrainingTab({ id }: { readonly id: string }) {
  const [chosen, setChosen] = useParam('run');
  const found = useRetraining(id, chosen);
  const { model, failure, again } = found;
  const [isSetting, setSetting] = useState(false);

  if (model == null) {
    const isAwaited = model === undefined && failure === null;
    return (
      <>
        <PageHead title="Model" meta={isAwaited && AWAITED} />
        {isAwaited && <StripSkeleton labels={RETRAINING_LABELS} />}
        <Tabs label="Model" tabs={MODEL_TABS} />
        {model === null && (
          <Panel>
            <Hidden>
              <Button variant="default" component={Link} to={paths.models()}>
                {says.allModels}
              </Button>
            </Hidden>
          </Panel>
        )}
        {model === undefined && failure !== null && (
          <Panel>
            <Failed what={says.couldNotLoad} failure={failure} onRetry={again} />
          </Panel>
        )}
      </>
    );
  }

  const policy = model.retraining;
  const maySet = (['MODEL_WRITE', 'JOB_SUBMIT', 'DATASET_READ'] as const).every((needed) =>
    holds(model.project.permissions, needed),
  );
  return (
    <>
      {policy === null ? (
        <NoPolicy model={model} onSet={maySet ? () => setSetting(true) : null} />
      ) : (
        <PolicyView
          {...found}
          model={model}
          policy={policy}
          onShow={(run) => setChosen(run === shownFirst(found.runs)?.id ? '' : run)}
          onEdit={maySet ? () => setSetting(true) : null}
        />
      )}
      {isSetting && (
        <PolicyDialog
          model={model}
          beside={found.beside}
          besideFailure={found.besideFailure}
          onClose={() => setSetting(false)}
          onStale={found.again}
        />
      )}
    </>
  );
}

const trail = ({ project }: RetrainedModel) => [
  { label: project.name, path: paths.project(project.id) },
  { label: 'Models', path: paths.models() },
];

function NoPolicy({ model, onSet }: { readonly model: RetrainedModel; readonly onSet: (() => void) | null }) {
  return (
    <>
      <PageHead title={says.retraining(model.name)} parents={trail(model)} />
      <Tabs label="Model" tabs={MODEL_TABS} />
      <Panel>
        <Empty title={says.noRetrainingYet}>
          <p>{says.policyTrains}</p>
          {onSet !== null && <Button onClick={onSet}>{says.setAPolicy}</Button>}
          <Snippet>
            {'mutation($i: SetRetrainingPolicyInput!) { setRetrainingPolicy(input: $i) { id next } }'}
          </Snippet>
        </Empty>
      </Panel>
    </>
  );
}

interface PolicyViewProps extends RetrainingFound {
  readonly model: RetrainedModel;
  readonly policy: Policy;
  readonly onShow: (run: string) => void;
  readonly onEdit: (() => void) | null;
}

function PolicyView(props: PolicyViewProps) {
  const { model, policy, runs, shown, run, runFailure, beside, failure, more, again, onShow, onEdit } = props;
  const { session } = useSignedIn();
  const now = useNow();
  const [open, setOpen] = useState<'retrain' | 'rollBack' | null>(null);
  const may = (permission: Permission) => holds(model.project.permissions, permission);
  const isOwn = shown?.challenger != null && isAuthor(shown.challenger.author, session.username);
  const endpoint =
    beside?.endpoints?.edges.find(({ node }) => node.id === policy.endpointId)?.node.name ?? null;
  const [next] = policy.next;
  const close = () => setOpen(null);
  return (
    <>
      <PageHead
        title={says.retraining(model.name)}
        parents={trail(model)}
        aside={<RunState name={policy.status} />}
        meta={
          <>
            {shown?.champion != null && (
              <span>
                {shown.challenger !== null && says.challenger(versionName(shown.challenger, ''))}champion{' '}
                {versionName(shown.champion, '')}
              </span>
            )}
            {policy.schedule !== null && next !== undefined && policy.active && (
              <span className="only-wide">
                next {zoned(next, policy.schedule.zone).day} {zoned(next, policy.schedule.zone).time}{' '}
                {policy.schedule.zone}
              </span>
            )}
          </>
        }
        actions={
          <RetrainingActions
            modelId={model.id}
            run={shown}
            detail={run}
            isOwn={isOwn}
            may={may}
            onRetrain={() => setOpen('retrain')}
            onRollBack={() => setOpen('rollBack')}
          />
        }
      />
      <PolicyLine policy={policy} />
      {shown !== null && <RunLine run={shown} modelId={model.id} endpoint={endpoint} isOwn={isOwn} />}
      <Strip figures={retrainingFigures(policy, shown, now)} />
      <Tabs label="Model" tabs={MODEL_TABS} />
      {failure !== null && (
        <Panel>
          <Failed what={says.couldNotLoadAll} failure={failure} onRetry={again} />
        </Panel>
      )}
      {run === null && shown === null && runs.length > 0 && (
        <Panel>
          <Hidden />
        </Panel>
      )}
      {shown !== null && (
        <PipelinePanel
          run={run ?? undefined}
          policy={policy}
          beside={beside}
          failure={runFailure}
          onRetry={again}
          nowMs={now}
        />
      )}
      <Columns aside={348}>
        <Stack>
          {run != null && <CostPanel run={run} policy={policy} endpoint={endpoint} />}
          {run != null && <ComparisonPanel run={run} policy={policy} beside={beside} />}
          {run != null && <RunChecksPanel key={run.id} run={run} />}
          {run != null && <RunPolicyPanel run={run} policy={policy} beside={beside} />}
          <TriggersPanel runs={runs} policy={policy} hasMore={more !== null} nowMs={now} />
          {runs.length === 0 ? (
            <Panel title="History">
              <Empty title={says.noRunsYet}>
                <p>{says.eachTime}</p>
              </Empty>
            </Panel>
          ) : (
            <HistoryTable runs={runs} shown={shown?.id ?? ''} more={more} onShow={onShow} />
          )}
        </Stack>
        <Stack>
          <PolicyPanel policy={policy} beside={beside} onEdit={onEdit} />
          <NextPanel policy={policy} nowMs={now} />
          <BudgetPanel policy={policy} project={model.project.name} nowMs={now} />
          <BreakerPanel policy={policy} />
        </Stack>
      </Columns>
      {open === 'retrain' && (
        <RetrainDialog name={model.name} policy={policy} runs={runs} onClose={close} onStarted={onShow} />
      )}
      {open === 'rollBack' && shown !== null && (
        <RollBackDialog
          name={model.name}
          run={shown}
          policy={policy}
          beside={beside}
          onClose={close}
          onStale={again}
        />
      )}
    </>
  );
}
