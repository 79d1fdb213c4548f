import { Link } from 'react-router';
import type { DatasetVersionDetailFragment } from '@/api/generated/datasets';
import { List, ListItem } from '@/parts/List';
import { Panel, PanelBody } from '@/parts/Panel';
import { State } from '@/parts/State';
import { When } from '@/parts/When';
import { paths } from '@/paths';

/** Runs and jobs that read the version. */
export function UsedBy({ nodes }: { readonly nodes: DatasetVersionDetailFragment['usedBy'] }) {
  return (
    <Panel title="Used by" end={nodes.length >= 100 ? 'the newest 100' : undefined}>
      {nodes.length === 0 ? (
        <PanelBody>
          <p className="t3">No run or job has read it yet.</p>
        </PanelBody>
      ) : (
        <List label="Used by">
          {nodes.map((node) => (
            <Use key={node.id} node={node} />
          ))}
        </List>
      )}
    </Panel>
  );
}

function Use({ node }: { readonly node: DatasetVersionDetailFragment['usedBy'][number] }) {
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
