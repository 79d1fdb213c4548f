import { Link } from 'react-router';
import { useQuery } from 'urql';
import { isHidden, toFailure } from '@/api/failure';
import { LimitsDocument, type LimitsQuery } from '@/api/generated/limits';
import { useRepeat } from '@/api/use-repeat';
import { count, percent } from '@/format/number';
import { Columns, Stack } from '@/parts/Columns';
import { KeyValue } from '@/parts/KeyValue';
import { Meter } from '@/parts/Meter';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel, PanelBody } from '@/parts/Panel';
import { SettingsTabs } from '@/parts/SettingsTabs';
import { Failed, Hidden, Skeleton } from '@/parts/states';
import { StripSkeleton } from '@/parts/Strip';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { LimitsGlance, FIGURE_LABELS } from './LimitsGlance';
import styles from './limits.module.css';
import { toneOf } from './quota';
import { QuotaTable } from './QuotaTable';

/** Use is asked for again this often while the page is open. */
const REPEAT_MS = 15_000;

/** What the organisation may have only so much of, how much of it is in use, and what happens at the limit. */
export function LimitsPage() {
  const [{ data, error }, ask] = useQuery({ query: LimitsDocument });
  const answeredMs = useRepeat(LimitsDocument, {}, data == null ? null : REPEAT_MS);
  const failure = error === undefined ? null : toFailure(error);
  const tenant = data?.tenant;
  return (
    <>
      <PageHead
        title="Plan and limits"
        parents={[{ label: 'Settings', path: paths.settings() }]}
        meta={
          tenant === undefined ? (
            failure === null && AWAITED
          ) : (
            <>
              <span>plan {tenant.plan}</span>
              {answeredMs !== null && (
                <span>
                  as of <When at={new Date(answeredMs).toISOString()} />
                </span>
              )}
            </>
          )
        }
      />
      <SettingsTabs />
      {tenant === undefined && failure !== null ? (
        <Panel>
          {isHidden(failure) ? (
            <Hidden />
          ) : (
            <Failed
              what="Could not load the limits"
              failure={failure}
              unchanged="They hold as before."
              onRetry={() => ask({ requestPolicy: 'network-only' })}
            />
          )}
        </Panel>
      ) : (
        <>
          {tenant === undefined ? (
            <StripSkeleton lead labels={FIGURE_LABELS} />
          ) : (
            <LimitsGlance quotas={tenant.quotas} rate={tenant.rateLimit} />
          )}
          <Columns aside={320}>
            <Panel
              title="Quotas"
              end={<span className="only-wide">use now, and what happens at the limit</span>}
            >
              {tenant === undefined ? <Awaited /> : <QuotaTable quotas={tenant.quotas} />}
              <p className={styles.note}>
                Each is checked in the transaction of the write that it limits. What is refused is answered
                with QUOTA_EXCEEDED, the limit, what is in use and what was asked for; nothing half-written
                stays. An operator raises a limit for this organisation alone.
              </p>
            </Panel>
            <Stack>
              <Panel title="API rate" note="cost points a minute">
                {tenant === undefined ? <Awaited /> : <Rate rate={tenant.rateLimit} />}
              </Panel>
              <Panel title="Plan">{tenant === undefined ? <Awaited /> : <Plan tenant={tenant} />}</Panel>
            </Stack>
          </Columns>
        </>
      )}
    </>
  );
}

function Awaited() {
  return (
    <PanelBody>
      <div aria-busy="true">
        <Skeleton width={220} />
      </div>
    </PanelBody>
  );
}

function Rate({ rate }: { readonly rate: LimitsQuery['tenant']['rateLimit'] }) {
  const { pointsPerMinute, usedPointsPerMinute, perKeyPointsPerMinute } = rate;
  const used = pointsPerMinute === 0 ? 1 : usedPointsPerMinute / pointsPerMinute;
  return (
    <>
      <PanelBody>
        <Meter used={used} tone={toneOf(used)} label={`${percent(used)} of the rate used in this minute`} />
      </PanelBody>
      <KeyValue
        facts={[
          { label: 'Used in this minute', value: count(usedPointsPerMinute) },
          { label: 'Organisation', value: count(pointsPerMinute) },
          { label: 'One API key', value: count(perKeyPointsPerMinute) },
        ]}
      />
      <p className={styles.note}>
        An operation costs a point, and one for each item that its lists may hold. Beyond the rate it is
        answered with RATE_LIMITED and how long to wait; RateLimit headers say what is left.
      </p>
    </>
  );
}

function Plan({ tenant }: { readonly tenant: LimitsQuery['tenant'] }) {
  const raised = tenant.quotas.filter(({ source }) => source === 'OPERATOR').length;
  return (
    <KeyValue
      facts={[
        { label: 'Plan', value: tenant.plan },
        {
          label: 'Set by an operator',
          value: raised === 0 ? 'none' : `${count(raised)} of ${count(tenant.quotas.length)} limits`,
        },
        {
          label: 'What it costs',
          value: (
            <Link to={paths.cost()} data-link>
              Cost
            </Link>
          ),
        },
      ]}
    />
  );
}
