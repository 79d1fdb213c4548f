import type { ReactNode } from 'react';
import { CopyButton } from '@/parts/CopyButton';
import { PageHead } from '@/parts/PageHead';
import { State } from '@/parts/State';
import { Tabs } from '@/parts/Tabs';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import type { EndpointDetail } from './detail';
import { ENDPOINT_TABS } from './endpoint-tabs';
import styles from './endpoints.module.css';
import { endpointState } from './revisions';
import type { EndpointFound } from './use-endpoint';
import { words } from './words';

const says = words.endpointHead;

interface EndpointHeadProps extends Pick<EndpointFound, 'following' | 'answeredMs'> {
  readonly endpoint: EndpointDetail;
  /** Of the part that is open; one primary. */
  readonly actions?: ReactNode;
}

/** What every part of an endpoint's page begins with. */
export function EndpointHead({ endpoint, following, answeredMs, actions }: EndpointHeadProps) {
  return (
    <PageHead
      title={endpoint.name}
      aside={<State name={endpointState(endpoint.revisions)} />}
      parents={[
        { label: endpoint.project.name, path: paths.project(endpoint.project.id) },
        { label: 'Endpoints', path: paths.endpoints() },
      ]}
      meta={
        <>
          <span className={styles.address}>
            <span className="mono cut" title={endpoint.url}>
              {endpoint.url}
            </span>
            <CopyButton text={endpoint.url} label={says.label} />
          </span>
          <span className="only-wide">
            gRPC <span className="mono">{endpoint.grpcTarget}</span>
          </span>
          {following.state === 'following' && <span>live</span>}
          {answeredMs !== null && (
            <span>
              {says.asOf} <When at={new Date(answeredMs).toISOString()} />
            </span>
          )}
        </>
      }
      actions={actions}
    />
  );
}

/** Below the figures of the part that is open. */
export function EndpointTabs() {
  return <Tabs label="Endpoint" tabs={ENDPOINT_TABS} />;
}
