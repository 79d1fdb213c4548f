import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { bytes, NO_VALUE } from '@/format/number';
import { FormFailure } from '@/parts/form';
import { List, ListItem } from '@/parts/List';
import { Money } from '@/parts/Money';
import { Panel, PanelBody } from '@/parts/Panel';
import { BodySkeleton } from '@/parts/PanelSkeleton';
import { State } from '@/parts/State';
import { Empty } from '@/parts/states';
import { Status } from '@/parts/Status';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { useExperiments } from './use-experiments';
import type { ProjectDetail } from './use-project';
import { words } from './words';

const says = words.panels;

/** A list of the project's, the newest ten; undefined while it is on its way. */
interface Connection<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean };
}

interface PartPanelProps<Node> {
  readonly title: string;
  readonly connection: Connection<Node> | undefined;
  /** Where all of them are; null where there is no such list, and it goes on here. */
  readonly all: string | null;
  readonly more?: ReactNode;
  readonly empty: string;
  readonly children: (node: Node) => ReactNode;
}

function PartPanel<Node>({ title, connection, all, more, empty, children }: PartPanelProps<Node>) {
  const nodes = connection?.edges.map(({ node }) => node);
  return (
    <Panel
      title={title}
      end={
        all !== null && (
          <Link to={all} data-link aria-label={says.allOf(title)}>
            {connection?.pageInfo.hasNextPage === true ? says.firstTen : says.all}
          </Link>
        )
      }
    >
      {nodes === undefined && <BodySkeleton width={200} />}
      {nodes?.length === 0 && (
        <Empty title={says.none}>
          <p>{empty}</p>
        </Empty>
      )}
      {nodes !== undefined && nodes.length > 0 && <List label={title}>{nodes.map(children)}</List>}
      {more}
    </Panel>
  );
}

interface OfProject {
  /** The project's; undefined while it is on its way. */
  readonly slug: string | undefined;
}

const filterOf = ({ slug }: OfProject) => (slug === undefined ? {} : { project: slug });

export function JobsPanel({ jobs, ...of }: OfProject & { readonly jobs: ProjectDetail['jobs'] | undefined }) {
  return (
    <PartPanel title={says.jobs} connection={jobs} all={paths.jobs(filterOf(of))} empty={says.noJob}>
      {({ id, name, status, submittedAt, waitsFor, cost }) => (
        <ListItem
          key={id}
          title={<Name to={paths.job(id)}>{name}</Name>}
          detail={
            <>
              <State name={status} /> · <When at={submittedAt} />
              {waitsFor != null && ` · ${waitsFor}`}
            </>
          }
          end={cost == null ? NO_VALUE : <Money amount={cost.amount} currency={cost.currency} />}
        />
      )}
    </PartPanel>
  );
}

/** There is no list of a project's experiments elsewhere: it goes on here. */
export function ExperimentsPanel({
  experiments: first,
  projectId,
}: {
  readonly experiments: ProjectDetail['experiments'] | undefined;
  readonly projectId: string;
}) {
  const { connection, more } = useExperiments(first, projectId);
  return (
    <PartPanel
      title={says.experiments}
      connection={connection}
      all={null}
      empty={says.noExperiment}
      more={
        more !== null && (
          <PanelBody>
            {more.failure !== null && <FormFailure what={says.noMoreExperiments} failure={more.failure} />}
            <Button variant="default" loading={more.loading} onClick={more.load}>
              {says.moreExperiments}
            </Button>
          </PanelBody>
        )
      }
    >
      {({ id, name, createdAt }) => (
        <ListItem
          key={id}
          title={<Name to={paths.experiment(projectId, id)}>{name}</Name>}
          end={<When at={createdAt} />}
        />
      )}
    </PartPanel>
  );
}

export function DatasetsPanel({
  datasets,
  projectId,
  ...of
}: OfProject & {
  readonly datasets: ProjectDetail['datasets'] | undefined;
  readonly projectId: string;
}) {
  return (
    <PartPanel
      title={says.datasets}
      connection={datasets}
      all={paths.datasets(filterOf(of))}
      empty={says.noDataset}
    >
      {({ id, name, latest }) => (
        <ListItem
          key={id}
          title={<Name to={paths.dataset(projectId, id)}>{name}</Name>}
          detail={
            latest == null ? (
              says.noVersion
            ) : (
              <>
                v{latest.number} <State name={latest.status} /> · <When at={latest.createdAt} />
              </>
            )
          }
          end={latest == null ? NO_VALUE : bytes(latest.sizeBytes)}
        />
      )}
    </PartPanel>
  );
}

export function ModelsPanel({
  models,
  ...of
}: OfProject & { readonly models: ProjectDetail['models'] | undefined }) {
  return (
    <PartPanel title={says.models} connection={models} all={paths.models(filterOf(of))} empty={says.noModel}>
      {({ id, name, latest }) => (
        <ListItem
          key={id}
          title={<Name to={paths.model(id)}>{name}</Name>}
          detail={
            latest == null ? (
              says.noVersion
            ) : (
              <>
                v{latest.number} <State name={latest.status} /> · <When at={latest.createdAt} />
              </>
            )
          }
        />
      )}
    </PartPanel>
  );
}

export function EndpointsPanel({
  endpoints,
  ...of
}: OfProject & {
  readonly endpoints: ProjectDetail['endpoints'] | undefined;
}) {
  return (
    <PartPanel
      title={says.endpoints}
      connection={endpoints}
      all={paths.endpoints(filterOf(of))}
      empty={says.noEndpoint}
    >
      {({ id, name, scaling: { ready, wanted, reason }, revisions }) => (
        <ListItem
          key={id}
          title={<Name to={paths.endpoint(id)}>{name}</Name>}
          detail={
            <>
              <Status tone={ready < wanted ? 'warn' : 'ok'} icon={ready < wanted ? 'warn' : 'ok'}>
                {says.ready(ready, wanted)}
              </Status>
              {reason != null && ` · ${reason}`}
            </>
          }
          end={
            <span className="f12">
              {revisions
                .filter(({ weight }) => weight > 0)
                .map(({ number, weight }) => `r${number} ${weight} %`)
                .join(', ')}
            </span>
          }
        />
      )}
    </PartPanel>
  );
}

function Name({ to, children }: { readonly to: string; readonly children: string }) {
  return (
    <Link to={to}>
      <b className="med">{children}</b>
    </Link>
  );
}
