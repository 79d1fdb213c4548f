import { useQuery } from 'urql';
import { isHidden, toFailure, type Failure } from '@/api/failure';
import { ProjectAlertsDocument, type ProjectAlertsQuery } from '@/api/generated/alerts';
import { useExtra } from '@/api/use-extra';
import { useRepeat } from '@/api/use-repeat';

/** Rules are looked at once a minute; deliveries come meanwhile. */
const REPEAT_MS = 15_000;

export type ProjectOfAlerts = Extract<NonNullable<ProjectAlertsQuery['node']>, { __typename: 'Project' }>;
export type AlertLine = ProjectOfAlerts['alerts'][number];
export type RuleLine = ProjectOfAlerts['alertRules'][number];
export type ChannelLine = ProjectOfAlerts['channels'][number];
export type DeliveryLine = ChannelLine['deliveries'][number];

export interface AlertsFound {
  /** Undefined while it is on its way, or where nothing is to be seen. */
  readonly project: ProjectOfAlerts | undefined;
  readonly failure: Failure | null;
  readonly hidden: boolean;
  readonly answeredMs: number | null;
  readonly again: () => void;
}

/** The alerts, rules and channels of one project, asked for again while the page is open. */
export function useAlerts(projectId: string): AlertsFound {
  const endpoints = useExtra('ENDPOINT_READ', 'endpointRead', projectId);
  const variables = { project: projectId, endpointRead: endpoints.asked };
  const [state, ask] = useQuery({
    query: ProjectAlertsDocument,
    variables,
  });
  const error = endpoints.failed(state);
  const node = state.data?.node;
  const project = node?.__typename === 'Project' && node.id === projectId ? node : undefined;
  const failure = error === undefined ? null : toFailure(error);
  const answeredMs = useRepeat(ProjectAlertsDocument, variables, project === undefined ? null : REPEAT_MS);
  return {
    project,
    failure,
    hidden: failure === null ? node === null : isHidden(failure),
    answeredMs,
    again: () => ask({ requestPolicy: 'network-only' }),
  };
}

/** What an endpoint is called; undefined where that may not be known. */
export function endpointName(project: ProjectOfAlerts, endpointId: string | null): string | undefined {
  return project.endpoints?.edges.find(({ node }) => node.id === endpointId)?.node.name;
}
