import { Button } from '@mantine/core';
import { Link, useNavigate } from 'react-router';
import { useAllowed } from '@/api/permissions';
import { FormFailure } from '@/parts/form';
import { Meter } from '@/parts/Meter';
import { PageHead } from '@/parts/PageHead';
import { Panel, PanelBody } from '@/parts/Panel';
import { SAMPLE_NEEDS } from '@/parts/sample';
import { Hidden } from '@/parts/states';
import { Status } from '@/parts/Status';
import { paths } from '@/paths';
import styles from './sample.module.css';
import { useSample, type Sample } from './use-sample';
import { words } from './words';

/** Fills a project with what a team would have made in a month, by the public API alone. */
export function SamplePage() {
  const isAllowed = useAllowed(SAMPLE_NEEDS);
  const sample = useSample();
  return (
    <>
      <PageHead
        title={words.title}
        parents={[{ label: 'Projects', path: paths.projects() }]}
        meta={<span>{words.lead}</span>}
      />
      <Panel title={words.what}>
        {isAllowed ? (
          <PanelBody>
            <dl className={styles.parts}>
              {words.parts.map(([what, detail]) => (
                <Part key={what} what={what} detail={detail} />
              ))}
            </dl>
            <p className={styles.notes}>{words.others}</p>
            <p className={styles.notes}>{words.bill}</p>
            {sample.failure !== null && (
              <FormFailure what={words.could[sample.failed]} failure={sample.failure} />
            )}
            <Going sample={sample} />
          </PanelBody>
        ) : (
          <Hidden />
        )}
      </Panel>
    </>
  );
}

function Part({ what, detail }: { readonly what: string; readonly detail: string }) {
  return (
    <>
      <dt>{what}</dt>
      <dd>{detail}</dd>
    </>
  );
}

function Going({ sample }: { readonly sample: Sample }) {
  const { state, progress, projectId } = sample;
  const navigate = useNavigate();
  switch (state) {
    case 'new':
      return (
        <div className={styles.do}>
          <Button onClick={sample.start}>{words.load}</Button>
        </div>
      );
    case 'loading':
      return (
        <div className={styles.progress}>
          {progress !== null && <Bar {...progress} />}
          <span className="t3 f12">{words.stays}</span>
          <div className={styles.do}>
            <Button variant="default" onClick={sample.stop}>
              {words.stop}
            </Button>
          </div>
        </div>
      );
    case 'removing':
      return (
        <p className={styles.do} role="status">
          {words.removing}
        </p>
      );
    case 'begun':
      return (
        <>
          {progress !== null && <p className={styles.progress}>{words.begun(progress.done)}</p>}
          <div className={styles.do}>
            <Button onClick={sample.start}>{words.goOn}</Button>
            <Button
              variant="default"
              color="red"
              onClick={() => {
                void sample.remove().then((isRemoved) => {
                  if (isRemoved && projectId !== null) void navigate(paths.project(projectId));
                });
              }}
            >
              {words.remove}
            </Button>
          </div>
        </>
      );
    case 'done':
      return (
        <div className={styles.do} role="status">
          <Status tone="ok" icon="ok">
            {words.done}
          </Status>
          {projectId !== null && (
            <Button component={Link} to={paths.project(projectId)}>
              {words.open}
            </Button>
          )}
        </div>
      );
  }
}

function Bar({ phase, done, total }: NonNullable<Sample['progress']>) {
  const label = words.loading(phase ?? '', done, total);
  return (
    <>
      <span role="status">{label}</span>
      <Meter used={total === 0 ? 0 : done / total} label={label} />
    </>
  );
}
