import { useState } from 'react';
import { Link } from 'react-router';
import { holds, type Permission } from '@/api/permissions';
import { money } from '@/format/number';
import { Banner } from '@/parts/Banner';
import { Columns, Stack } from '@/parts/Columns';
import { Comments } from '@/parts/comments/Comments';
import { Lineage } from '@/parts/lineage/Lineage';
import { PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { State } from '@/parts/State';
import { Failed } from '@/parts/states';
import { Tabs } from '@/parts/Tabs';
import { Tag } from '@/parts/Tag';
import { useParam } from '@/parts/use-param';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { AliasDialog } from './AliasDialog';
import { ArchiveDialog } from './ArchiveDialog';
import { DecideDialog } from './DecideDialog';
import { Decisions } from './Decisions';
import { DeployDialog } from './DeployDialog';
import { Identity } from './Identity';
import { lineageOf } from './lineage';
import { Measures } from './Measures';
import { MODEL_TABS } from './model-tabs';
import { aliasesOf, incumbentOf, isLive, servedBy, type ModelDetail } from './model';
import { SignatureTable } from './SignatureTable';
import type { ModelFound } from './use-model';
import { VersionActions, type VersionAction } from './VersionActions';
import { VersionTable } from './VersionTable';
import { words } from './words';
import type { PassportFragment } from '@/api/generated/models';

const says = words.modelVersionView;

interface ModelVersionViewProps extends ModelFound {
  readonly model: ModelDetail;
  readonly version: PassportFragment;
}

/** A version of a model: its passport, how it does against the one in use, and what may be done with it. */
export function ModelVersionView(props: ModelVersionViewProps) {
  const { model, version, versions, more, failure, reload } = props;
  const may = (permission: Permission) => holds(model.project.permissions, permission);
  const [asked, setAsked] = useParam('decide');
  const [chosen, setAction] = useState<VersionAction | null>(null);
  // A link may lead to the dialog of a decision.
  const mayDecide = version.status === 'REGISTERED' && may('MODEL_APPROVE');
  const linked = mayDecide && (asked === 'approve' || asked === 'reject') ? asked : null;
  const action = chosen ?? linked;
  const served = servedBy(model, version.id);
  const live = served.filter(isLive);
  const incumbent = incumbentOf(model, versions, version.id);
  const waiting = versions.find(({ id, status }) => status === 'REGISTERED' && id !== version.id);
  const close = () => {
    setAction(null);
    if (asked !== '') setAsked('');
  };
  const dialog = { model, version, onClose: close, onConflict: reload };
  return (
    <>
      <PageHead
        title={`${model.name} v${version.number}`}
        parents={[
          { label: model.project.name, path: paths.project(model.project.id) },
          { label: 'Models', path: paths.models() },
        ]}
        aside={
          <>
            <State name={version.status} />
            {aliasesOf(model.aliases, version.id).map((alias) => (
              <Tag key={alias} accent>
                {alias}
              </Tag>
            ))}
          </>
        }
        meta={
          <>
            {model.project.endpoints !== undefined && (
              <span>
                {live.length === 0
                  ? says.notServed
                  : says.live(
                      live
                        .map(({ endpoint, revision }) =>
                          says.r(endpoint.name, revision.number, revision.weight),
                        )
                        .join(', '),
                    )}
              </span>
            )}
            {incumbent !== null && (
              <span>
                incumbent v{incumbent.target.number} ({incumbent.why})
              </span>
            )}
            {version.run?.cost != null && (
              <span className="only-wide">
                {says.toTrain(money(version.run.cost.amount, version.run.cost.currency))}
              </span>
            )}
          </>
        }
        actions={
          <VersionActions
            version={version}
            may={may}
            endpointsKnown={model.project.endpoints !== undefined}
            onAction={setAction}
          />
        }
      />
      {failure !== null && (
        <Panel>
          <Failed what={says.what} failure={failure} onRetry={reload} />
        </Panel>
      )}
      {waiting !== undefined && (
        <Banner
          tone="info"
          action={
            <Link data-link to={paths.model(model.id, waiting.number)}>
              Review v{waiting.number}
            </Link>
          }
        >
          <b className="med">{says.vIsAwaitingApproval(waiting.number)}</b> {says.registered(waiting.author)}{' '}
          <When at={waiting.createdAt} />.
        </Banner>
      )}
      <Tabs label="Model" tabs={MODEL_TABS} />
      <Panel title="Passport" note={says.note}>
        <Lineage {...lineageOf(version, served, model.project)} current={version.id} />
      </Panel>
      <Columns aside={348}>
        <Stack>
          <Measures version={version} incumbent={incumbent} />
          <VersionTable model={model} versions={versions} shown={version.id} more={more} />
          <SignatureTable signature={version.signature} />
          <Comments key={version.id} subject={version} word="version" comments={version.comments} may={may} />
        </Stack>
        <Stack>
          <Decisions model={model} version={version} />
          <Identity version={version} project={model.project} />
        </Stack>
      </Columns>
      {(action === 'approve' || action === 'reject') && <DecideDialog {...dialog} decision={action} />}
      {action === 'alias' && <AliasDialog {...dialog} />}
      {action === 'deploy' && <DeployDialog {...dialog} />}
      {action === 'archive' && <ArchiveDialog {...dialog} live={live} />}
    </>
  );
}
