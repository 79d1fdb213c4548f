import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { RunDetailFragment } from '@/api/generated/runs';
import { Icon, type IconName } from '@/parts/Icon';
import { stateWord } from '@/parts/State';
import { paths } from '@/paths';
import styles from './LineageStrip.module.css';
import { isActive } from './use-run';
import { words } from './words';

const says = words.lineage;

/** So many of one kind stand in the strip; the others unfold. */
const SHOWN = 2;

interface Thing {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly state: string;
}

/** Where the run's data came from and what became of it, left to right. */
export function LineageStrip({ run }: { readonly run: RunDetailFragment }) {
  const { job } = run;
  return (
    <ol className={styles.strip} aria-label={says.label}>
      <Step icon="data" label={says.datasets}>
        <Things things={run.datasets.map(dataOf)} none={says.noDataset} />
      </Step>
      <Step icon="cpu" label={says.job}>
        {job === null ? (
          <None>{says.elsewhere}</None>
        ) : (
          <Things things={[{ id: job.id, name: job.name, path: paths.job(job.id), state: job.status }]} />
        )}
      </Step>
      <Step icon="run" label={says.run} here>
        <div className="cut" title={run.name}>
          {run.name}
        </div>
      </Step>
      <Step icon="model" label={says.models}>
        <Things things={run.models.map(modelOf)} none={isActive(run) ? says.noModelYet : says.noModel} />
      </Step>
    </ol>
  );
}

function dataOf({ id, number, status, dataset, projectId }: RunDetailFragment['datasets'][number]): Thing {
  const path = paths.dataset(projectId, dataset.id, number);
  return { id, name: `${dataset.name} v${number}`, path, state: status };
}

function modelOf({ id, number, status, modelName, model }: RunDetailFragment['models'][number]): Thing {
  return { id, name: `${modelName} v${number}`, path: paths.model(model.id, number), state: status };
}

interface StepProps {
  readonly icon: IconName;
  readonly label: string;
  /** The one whose page this is. */
  readonly here?: boolean;
  readonly children: ReactNode;
}

function Step({ icon, label, here = false, children }: StepProps) {
  return (
    <li className={styles.step} aria-current={here ? 'page' : undefined}>
      <span className={styles.label}>
        <Icon name={icon} size={14} />
        {label}
      </span>
      {children}
    </li>
  );
}

function Things({ things, none }: { readonly things: readonly Thing[]; readonly none?: string }) {
  if (things.length === 0) return <None>{none}</None>;
  const rest = things.slice(SHOWN);
  return (
    <>
      {things.slice(0, SHOWN).map((thing) => (
        <One key={thing.id} thing={thing} />
      ))}
      {rest.length > 0 && (
        <details>
          <summary>{says.more(rest.length)}</summary>
          {rest.map((thing) => (
            <One key={thing.id} thing={thing} />
          ))}
        </details>
      )}
    </>
  );
}

function One({ thing: { name, path, state } }: { readonly thing: Thing }) {
  return (
    <div className={styles.thing}>
      <Link to={path} className="cut" title={name}>
        {name}
      </Link>
      <span className={styles.state}>{stateWord(state).toLowerCase()}</span>
    </div>
  );
}

function None({ children }: { readonly children: ReactNode }) {
  return <span className="t3">{children}</span>;
}
