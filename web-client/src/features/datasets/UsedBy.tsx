import { Link } from 'react-router';
import type { DatasetVersionDetailFragment } from '@/api/generated/datasets';
import { List, ListItem } from '@/parts/List';
import { Panel, PanelBody } from '@/parts/Panel';
import { State } from '@/parts/State';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { words } from './words';

const says = words.usedBy;

type Reader = DatasetVersionDetailFragment['usedBy'][number];

/** As many as the platform names. */
const MOST = 100;

/** Runs and jobs that read the version; a run's own job is the same reading once more. */
export function UsedBy({ nodes: named }: { readonly nodes: readonly Reader[] }) {
  const nodes = withoutOwnJobs(named);
  return (
    <Panel title={says.title} end={named.length >= MOST ? says.end(MOST) : undefined}>
      {nodes.length === 0 ? (
        <PanelBody>
          <p className="t3">{says.noRunOrJob}</p>
        </PanelBody>
      ) : (
        <List label={says.title}>
          {nodes.map((node) => (
            <Use key={node.id} node={node} />
          ))}
        </List>
      )}
    </Panel>
  );
}

function withoutOwnJobs(nodes: readonly Reader[]): readonly Reader[] {
  const runs = new Set(nodes.flatMap((node) => (node.__typename === 'Run' ? [node.id] : [])));
  return nodes.filter((node) => node.__typename !== 'Job' || node.run === null || !runs.has(node.run.id));
}

function Use({ node }: { readonly node: Reader }) {
  switch (node.__typename) {
    case 'Run':
      return (
        <ListItem
          title={<Link to={paths.run(node.id)}>{node.name}</Link>}
          detail={
            <>
              Run, <When at={node.createdAt} />
            </>
          }
          end={<State name={node.runStatus} />}
        />
      );
    case 'Job':
      return (
        <ListItem
          title={<Link to={paths.job(node.id)}>{node.name}</Link>}
          detail={
            <>
              Job, <When at={node.submittedAt} />
            </>
          }
          end={<State name={node.jobStatus} />}
        />
      );
    default:
      return null;
  }
}
