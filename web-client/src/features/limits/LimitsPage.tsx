import { useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { toFailure } from '@/api/failure';
import { LimitDetailsDocument, LimitsDocument } from '@/api/generated/limits';
import { holds } from '@/api/permissions';
import { useRepeat } from '@/api/use-repeat';
import { durationMs } from '@/format/time';
import { DAY_MS, MINUTE_MS } from '@/format/units';
import { Columns, Stack } from '@/parts/Columns';
import { useNow } from '@/parts/now';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { SettingsTabs } from '@/parts/SettingsTabs';
import { PanelNotLoaded } from '@/parts/PanelNotLoaded';
import { NotLoaded } from '@/parts/states';
import { StripSkeleton } from '@/parts/Strip';
import { useTab } from '@/parts/Tabs';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { BodySkeleton } from '@/parts/PanelSkeleton';
import { KeysPanel } from './KeysPanel';
import { LimitActions } from './LimitActions';
import { LimitsGlance, FIGURE_LABELS } from './LimitsGlance';
import styles from './limits.module.css';
import { Plan, Rate } from './panels';
import { periodOf, PERIODS } from './points';
import { PointsPanel } from './PointsPanel';
import { QuotaTable } from './QuotaTable';
import { RatePanel } from './RatePanel';
import { RefusalsPanel } from './RefusalsPanel';
import { words } from './words';

const says = words.page;

/** Use is asked for again this often while the page is open. */
const REPEAT_MS = 15_000;

/** What is counted over hours and days changes slower, and costs more. */
const REPEAT_DETAILS_MS = MINUTE_MS;

/** Until the organisation's own rule is known. */
const UNUSED_MS = 60 * DAY_MS;

/** What the organisation may have only so much of, how much of it is in use, and what happens at the limit. */
export function LimitsPage() {
  const [{ data, error }, ask] = useQuery({ query: LimitsDocument });
  const answeredMs = useRepeat(LimitsDocument, {}, data == null ? null : REPEAT_MS);
  const failure = error === undefined ? null : toFailure(error);
  const tenant = data?.tenant;
  const mine = data?.viewer.permissions;
  const mayAudit = holds(mine, 'AUDIT_READ');
  const mayKeys = holds(mine, 'KEY_WRITE');
  const period = periodOf(useTab(PERIODS, 'points'));
  const asked = useMemo(
    () => ({ people: mayAudit, keys: mayKeys, period }) as const,
    [mayAudit, mayKeys, period],
  );
  const [details, askDetails] = useQuery({
    query: LimitDetailsDocument,
    variables: asked,
    pause: !mayAudit && !mayKeys,
  });
  const toldAgainMs = useRepeat(LimitDetailsDocument, asked, details.data == null ? null : REPEAT_DETAILS_MS);
  const firstToldMs = useFirstTime(details.data != null && !details.stale && !details.fetching);
  const more = details.data ?? undefined;
  const moreFailure = more === undefined && details.error !== undefined ? toFailure(details.error) : null;
  const showsPeople = mayAudit && moreFailure === null;
  return (
    <>
      <PageHead
        title={says.title}
        parents={[{ label: says.settings, path: paths.settings() }]}
        meta={
          tenant === undefined ? (
            failure === null && AWAITED
          ) : (
            <>
              <span>{says.plan(tenant.plan)}</span>
              {answeredMs !== null && (
                <span>
                  {says.asOf} <When at={new Date(answeredMs).toISOString()} />
                </span>
              )}
            </>
          )
        }
        actions={tenant !== undefined && <LimitActions tenant={tenant} />}
      />
      <SettingsTabs />
      {tenant === undefined && failure !== null ? (
        <PanelNotLoaded what={says.notLoaded} failure={failure} unchanged={says.unchanged} ask={ask} />
      ) : (
        <>
          {tenant === undefined ? (
            <StripSkeleton lead labels={FIGURE_LABELS} />
          ) : (
            <LimitsGlance
              tenant={tenant}
              {...(mayAudit ? { refusals: { week: outcome(details, ({ tenant: of }) => of.refusals) } } : {})}
              {...(mayKeys
                ? { keys: { counts: outcome(details, ({ tenant: of }) => of.apiKeyCounts) } }
                : {})}
            />
          )}
          <Columns aside={320}>
            <Stack>
              <Panel title={words.quotas.title} end={<PeakLegend />}>
                {tenant === undefined ? <BodySkeleton /> : <QuotaTable tenant={tenant} />}
                <p className={styles.note}>{words.quotas.note}</p>
              </Panel>
              {showsPeople && <RefusalsPanel tenant={tenant} refusals={more?.tenant.refusals} />}
              {showsPeople && (
                <RatePanel
                  rate={tenant?.rateLimit}
                  use={more?.tenant.pointUse}
                  answeredMs={toldAgainMs ?? firstToldMs}
                />
              )}
              {moreFailure !== null && (
                <Panel title={says.details}>
                  <NotLoaded
                    what={says.detailsNotLoaded}
                    failure={moreFailure}
                    onRetry={() => askDetails({ requestPolicy: 'network-only' })}
                  />
                </Panel>
              )}
            </Stack>
            <Stack>
              <Panel title={words.rate.title} note={words.rate.unit}>
                {tenant === undefined ? <BodySkeleton /> : <Rate tenant={tenant} />}
              </Panel>
              {showsPeople && <PointsPanel use={more?.tenant.pointUse} />}
              <Panel title={words.plan.title}>
                {tenant === undefined ? <BodySkeleton /> : <Plan tenant={tenant} />}
              </Panel>
            </Stack>
          </Columns>
          {mayKeys && moreFailure === null && (
            <KeysPanel
              busiest={nodesOf(more?.busiest)}
              unused={nodesOf(more?.unused)}
              counts={more?.tenant.apiKeyCounts ?? null}
              mine={mine}
              unusedAfterMs={durationMs(tenant?.keyPolicy.unusedAfter ?? '') ?? UNUSED_MS}
            />
          )}
        </>
      )}
    </>
  );
}

function nodesOf<Node>(
  connection: { readonly edges: readonly { readonly node: Node }[] } | null | undefined,
): readonly Node[] | undefined {
  return connection?.edges.map(({ node }) => node);
}

/** When it was so first, by the page's clock, which is never ahead; null before. */
function useFirstTime(is: boolean): number | null {
  const now = useNow();
  const [first, setFirst] = useState<number | null>(null);
  if (is && first === null) setFirst(now);
  return first;
}

/** Undefined until it is there, null where it did not come. */
function outcome<Data, T>(
  { data, error }: { readonly data?: Data | null | undefined; readonly error?: unknown },
  part: (data: Data) => T,
): T | null | undefined {
  if (data != null) return part(data);
  return error === undefined ? undefined : null;
}

function PeakLegend() {
  return (
    <span className={`only-wide ${styles.legend ?? ''}`}>
      <i />
      {words.quotas.legend}
    </span>
  );
}
