import { Button } from '@mantine/core';
import { Link, useParams, useSearchParams } from 'react-router';
import { isHidden } from '@/api/failure';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel, PanelBody } from '@/parts/Panel';
import { Failed, Hidden, Skeleton } from '@/parts/states';
import { Tabs, useTab } from '@/parts/Tabs';
import { paths } from '@/paths';
import { MODEL_TABS } from './model-tabs';
import { ModelVersionView } from './ModelVersionView';
import { RetrainingTab } from './retraining/RetrainingTab';
import { useModel } from './use-model';
import { words } from './words';

const says = words.modelPage;

/** One model: a version of it with its passport, or what has it trained anew. */
export function ModelPage() {
  const { model: id = '' } = useParams();
  const tab = useTab(MODEL_TABS);
  return tab === 'retraining' ? <RetrainingTab key={id} id={id} /> : <PassportPage id={id} />;
}

/** The version asked for, or its latest one, with where it came from and who decided on it. */
function PassportPage({ id }: { readonly id: string }) {
  const [search] = useSearchParams();
  const found = useModel(id, readNumber(search.get('version')));
  const { model, version, failure, reload } = found;

  if (model != null && version != null)
    return <ModelVersionView {...found} model={model} version={version} />;
  const isMissing = model === null || (failure !== null && isHidden(failure));
  const name = model?.name ?? 'Model';
  return (
    <>
      <PageHead title={name} meta={failure === null && !isMissing && AWAITED} />
      {model != null && <Tabs label="Model" tabs={MODEL_TABS} />}
      <Panel {...(failure === null && !isMissing && version !== null ? { title: 'Passport' } : {})}>
        {isMissing && (
          <Hidden>
            <Button variant="default" component={Link} to={paths.models()}>
              {says.allModels}
            </Button>
          </Hidden>
        )}
        {failure !== null && !isMissing && <Failed what={says.what} failure={failure} onRetry={reload} />}
        {failure === null && model != null && version === null && (
          <Hidden>
            <Button variant="default" component={Link} to={paths.model(model.id)}>
              {says.latestVersion}
            </Button>
          </Hidden>
        )}
        {failure === null && !isMissing && version === undefined && <PassportSkeleton />}
      </Panel>
    </>
  );
}

function readNumber(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

function PassportSkeleton() {
  return (
    <PanelBody>
      <div aria-busy="true" aria-label={says.label} role="img">
        {[220, 340, 280, 180].map((width) => (
          <p key={width}>
            <Skeleton width={width} />
          </p>
        ))}
      </div>
    </PanelBody>
  );
}
