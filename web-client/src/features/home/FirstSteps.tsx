import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useAllowed } from '@/api/permissions';
import { useSignedIn } from '@/api/session';
import { CopyButton } from '@/parts/CopyButton';
import { Icon } from '@/parts/Icon';
import { Panel } from '@/parts/Panel';
import { SAMPLE_NEEDS } from '@/parts/sample';
import { Snippet } from '@/parts/states';
import { paths } from '@/paths';
import styles from './home.module.css';
import { words } from './words';

const says = words.first;

/** The page before anything is there: what to do, in order. */
export function FirstSteps() {
  const { tenant } = useSignedIn();
  const mayCreate = useAllowed({ everywhere: ['PROJECT_WRITE'] });
  const mayLoad = useAllowed(SAMPLE_NEEDS);
  const api = `${window.location.origin}${paths.graphql()}`;
  return (
    <Panel title={says.ready(tenant.name)}>
      {mayLoad && (
        <div className={styles.sample}>
          <p>{says.sample}</p>
          <Button component={Link} to={paths.sample()} variant="default">
            {says.loadSample}
          </Button>
        </div>
      )}
      <ol className={styles.steps}>
        <Step title={says.project.title} detail={says.project.detail}>
          {mayCreate ? (
            <Button component={Link} to={paths.projects()} leftSection={<Icon name="plus" size={14} />}>
              {says.project.verb}
            </Button>
          ) : (
            <span className="t3">{says.project.notYours(tenant.name)}</span>
          )}
        </Step>
        <Step title={says.data.title} detail={says.data.detail}>
          <Button component={Link} to={paths.datasets()} variant="default">
            {says.data.link}
          </Button>
        </Step>
        <Step title={says.run.title} detail={says.run.detail}>
          <Button component={Link} to={paths.runs()} variant="default">
            {says.run.link}
          </Button>
          <Snippet>{api}</Snippet>
          <CopyButton text={api} label={says.run.copy} />
        </Step>
        <Step title={says.model.title} detail={says.model.detail}>
          <Button component={Link} to={paths.models()} variant="default">
            {says.model.link}
          </Button>
        </Step>
      </ol>
    </Panel>
  );
}

interface StepProps {
  readonly title: string;
  readonly detail: string;
  readonly children: ReactNode;
}

function Step({ title, detail, children }: StepProps) {
  return (
    <li>
      <h3>{title}</h3>
      <p>{detail}</p>
      <div className={styles.do}>{children}</div>
    </li>
  );
}
