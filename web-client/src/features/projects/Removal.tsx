import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { ProjectRemovalDocument } from '@/api/generated/projects';
import { useRepeat } from '@/api/use-repeat';
import { count } from '@/format/number';
import { List, ListItem } from '@/parts/List';
import { PageHead } from '@/parts/PageHead';
import { Panel, PanelBody } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import { Status } from '@/parts/Status';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import type { ProjectDetail } from './use-project';
import { words } from './words';

const says = words.remove;

const PARENTS = [{ label: words.page.projects, path: paths.projects() }];
const AGAIN_MS = 3_000;

interface RemovingProps {
  readonly project: ProjectDetail;
  readonly removal: NonNullable<ProjectDetail['removal']>;
}

/** A project that goes: what still has to end, and what stays of it. */
export function Removing({ project, removal }: RemovingProps) {
  useRepeat(ProjectRemovalDocument, { id: project.id }, AGAIN_MS);
  const { by, startedAt, left } = removal;
  return (
    <>
      <PageHead
        title={project.name}
        parents={PARENTS}
        aside={
          <Status tone="wait" icon="drain">
            {says.removing}
          </Status>
        }
        meta={
          <>
            <span className="mono">{project.slug}</span>
            <span>
              {says.startedBy(by.label)} <When at={startedAt} />
            </span>
          </>
        }
      />
      <Panel title={says.left}>
        {left.length === 0 ? (
          <PanelBody>
            <p role="status">{says.soon}</p>
          </PanelBody>
        ) : (
          <List label={says.left}>
            {left.map(({ what, count: much }) => (
              <ListItem key={what} title={what} end={count(much)} />
            ))}
          </List>
        )}
      </Panel>
      <Panel title={says.kept}>
        <PanelBody>
          <p>{says.stays}</p>
        </PanelBody>
      </Panel>
    </>
  );
}

/** What became of a project that was here a moment ago. */
export function Removed({ name }: { readonly name: string }) {
  return (
    <>
      <PageHead title={name} parents={PARENTS} />
      <Panel>
        <Empty title={says.gone(name)}>
          <p>{says.stays}</p>
          <p>
            <Button component={Link} to={paths.projects()}>
              {words.page.projects}
            </Button>{' '}
            <Button component={Link} to={`${paths.cost()}?view=ledger`} variant="default">
              {words.page.ledger}
            </Button>
          </p>
        </Empty>
      </Panel>
    </>
  );
}
