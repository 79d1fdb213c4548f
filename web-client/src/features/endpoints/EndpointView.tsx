import { useMemo } from 'react';
import { Panel } from '@/parts/Panel';
import { Failed } from '@/parts/states';
import { useTab } from '@/parts/Tabs';
import type { EndpointDetail } from './detail';
import { ENDPOINT_TABS } from './endpoint-tabs';
import { HealthTab } from './health/HealthTab';
import { Overview } from './Overview';
import { RolloutTab } from './rollout/RolloutTab';
import { figuresOf, withMinute, type Bucket, type Period } from './traffic';
import type { EndpointFound } from './use-endpoint';
import { words } from './words';

const says = words.endpointView;

interface EndpointViewProps extends EndpointFound {
  readonly endpoint: EndpointDetail;
  readonly period: Period;
}

/** What each part of the page is given. */
export interface EndpointPartProps extends EndpointViewProps {
  readonly buckets: readonly Bucket[];
  /** Requests a minute, now. */
  readonly perMinute: number;
}

/** An endpoint that is there: the part of its page that the address names. */
export function EndpointView(props: EndpointViewProps) {
  const { period, fetched, minutes, failure, reload } = props;
  const tab = useTab(ENDPOINT_TABS);
  const buckets = useMemo(
    () => minutes.reduce((all, minute) => withMinute(all, minute, period.buckets), [...fetched]),
    [fetched, minutes, period.buckets],
  );
  const perMinute = figuresOf(buckets, period).perMinute ?? 0;
  const part = { ...props, buckets, perMinute };
  return (
    <>
      {tab === 'rollout' ? (
        <RolloutTab {...part} />
      ) : tab === 'health' ? (
        <HealthTab {...part} />
      ) : (
        <Overview {...part} />
      )}
      {failure !== null && (
        <Panel>
          <Failed what={says.what} failure={failure} onRetry={reload} />
        </Panel>
      )}
    </>
  );
}
