import { Link } from 'react-router';
import type { MadeByFragment } from '@/api/generated/datasets';
import { counted, money } from '@/format/number';
import { CopyButton } from '@/parts/CopyButton';
import { KeyValue, type Fact } from '@/parts/KeyValue';
import { List, ListItem } from '@/parts/List';
import { Panel } from '@/parts/Panel';
import { stateWord } from '@/parts/State';
import { paths } from '@/paths';
import styles from './datasets.module.css';
import { formatWord } from './transform/transform-values';
import { words } from './words';

const says = words.madeBySql;

/** What a version was made by: the statement, what it read, and the job that ran it. */
export function MadeBySql({ transform }: { readonly transform: MadeByFragment }) {
  const facts = factsOf(transform);
  return (
    <Panel
      title={says.title}
      note={`${transform.engine}, ${formatWord(transform.format)}`}
      end={<CopyButton text={transform.sql} label={says.copySql} />}
    >
      <pre className={styles.sql} role="region" aria-label="Statement" tabIndex={0}>
        {transform.sql}
      </pre>
      <List label="Reads">
        {transform.inputs.map(({ name, version }, index) => (
          <ListItem
            // Several versions may have one name.
            key={index}
            title={<Source version={version} />}
            detail={
              <>
                as <span className="mono">{name}</span>
              </>
            }
          />
        ))}
      </List>
      {facts.length > 0 && <KeyValue facts={facts} />}
    </Panel>
  );
}

function factsOf({ job, reuses, saved }: MadeByFragment): Fact[] {
  return [
    ...(job === null
      ? []
      : [
          {
            label: 'Job',
            value: (
              <Link data-link to={paths.job(job.id)}>
                {stateWord(job.status)}
              </Link>
            ),
          },
        ]),
    ...(reuses === 0
      ? []
      : [
          {
            label: says.askedForAgain,
            value:
              counted(reuses, 'time', 'times') +
              (saved === null ? '' : says.value(money(saved.amount, saved.currency))),
          },
        ]),
  ];
}

function Source({ version }: Pick<MadeByFragment['inputs'][number], 'version'>) {
  if (version === null) return says.versionYouMay;
  const { dataset, number, project } = version;
  const name = `${dataset.name} v${number}`;
  if (project === undefined) return name;
  return (
    <Link data-link to={paths.dataset(project.id, dataset.id, number)}>
      {name}
    </Link>
  );
}
