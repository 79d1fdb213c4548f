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

/** The page before anything is there: what to do, in order. */
export function FirstSteps() {
  const { tenant } = useSignedIn();
  const mayCreate = useAllowed({ everywhere: ['PROJECT_WRITE'] });
  const mayLoad = useAllowed(SAMPLE_NEEDS);
  const api = `${window.location.origin}${paths.graphql()}`;
  return (
    <Panel title={`${tenant.name} is ready`}>
      {mayLoad && (
        <div className={styles.sample}>
          <p>Look around first: a project with runs, models and jobs, for less than a cent.</p>
          <Button component={Link} to={paths.sample()} variant="default">
            Load a sample project
          </Button>
        </div>
      )}
      <ol className={styles.steps}>
        <Step
          title="Create a project"
          detail="It holds data sets, runs, models and endpoints, and the bill for all of them."
        >
          {mayCreate ? (
            <Button component={Link} to={paths.projects()} leftSection={<Icon name="plus" size={14} />}>
              Create project
            </Button>
          ) : (
            <span className="t3">An owner of {tenant.name} can do this, or give you a role that does.</span>
          )}
        </Step>
        <Step
          title="Upload data"
          detail="A data set keeps every version of its files, with a profile of their columns."
        >
          <Button component={Link} to={paths.datasets()} variant="default">
            Data sets
          </Button>
        </Step>
        <Step
          title="Train"
          detail="Start a run here, or log one that is trained elsewhere by the API, with an API key as its token."
        >
          <Button component={Link} to={paths.runs()} variant="default">
            Runs
          </Button>
          <Snippet>{api}</Snippet>
          <CopyButton text={api} label="Copy" />
        </Step>
        <Step
          title="Register, approve, deploy"
          detail="A version that a second person approved may serve calls."
        >
          <Button component={Link} to={paths.models()} variant="default">
            Models
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
