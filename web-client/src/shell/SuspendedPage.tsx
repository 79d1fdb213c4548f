import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { SuspensionDocument, type SuspensionQuery } from '@/api/generated/shell';
import { toFailure } from '@/api/failure';
import { useAllowed } from '@/api/permissions';
import { useSignedIn } from '@/api/session';
import { toPeriod } from '@/format/period';
import { exactUtc } from '@/format/time';
import { DAY_MS, MINUTE_MS } from '@/format/units';
import { PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { Failed, Skeleton } from '@/parts/states';
import { paths } from '@/paths';
import { words } from './stopped-words';
import styles from './SuspendedPage.module.css';

const says = words.suspended;

/** The log answers for two years at once; what is older is found there. */
const SEARCHED_MS = 730 * DAY_MS;

/** In place of the pages of an organisation that an operator stopped: why, for its owners to read. */
export function SuspendedPage() {
  const { tenant, refresh } = useSignedIn();
  const mayAudit = useAllowed({ everywhere: ['AUDIT_READ'] });
  const [period] = useState(() => {
    const nowMs = Math.ceil(Date.now() / MINUTE_MS) * MINUTE_MS;
    return toPeriod({ fromMs: nowMs - SEARCHED_MS, toMs: nowMs });
  });
  const [{ data, error }, ask] = useQuery({
    query: SuspensionDocument,
    variables: { period },
    pause: !mayAudit,
  });
  const last = data == null ? undefined : suspensionIn(data);
  return (
    <>
      <PageHead title={says.title(tenant.name)} />
      <Panel>
        <div className={styles.suspended}>
          <p>{says.text}</p>
          {mayAudit && data === undefined && error === undefined && <Skeleton width={280} />}
          {error !== undefined && last === undefined && (
            <Failed
              what={says.notLoaded}
              failure={toFailure(error)}
              onRetry={() => ask({ requestPolicy: 'network-only' })}
            />
          )}
          {data != null && last === undefined && <p>{says.further}</p>}
          {last !== undefined && (
            <blockquote>
              <p>{last.reason}</p>
              <footer className="t3 f12">{says.by(last.actor, exactUtc(last.at).slice(0, 16))}</footer>
            </blockquote>
          )}
          <div className={styles.actions}>
            {mayAudit && (
              <Button component={Link} to={paths.audit()}>
                {says.audit}
              </Button>
            )}
            <Button variant="default" onClick={refresh}>
              {says.again}
            </Button>
          </div>
        </div>
      </Panel>
    </>
  );
}

interface Suspension {
  readonly at: string;
  readonly actor: string;
  readonly reason: string;
}

/** The newest one; undefined where the newest entries have none. */
function suspensionIn({ auditLog }: SuspensionQuery): Suspension | undefined {
  const entry = auditLog.edges
    .map(({ node }) => node)
    .find(({ action, outcome }) => action === 'suspendTenant' && outcome === 'DONE');
  return entry === undefined ? undefined : { ...entry, reason: reasonIn(entry.detail) };
}

/** Details are written down as JSON. */
function reasonIn(detail: string): string {
  try {
    const { reason } = JSON.parse(detail) as { readonly reason?: unknown };
    return typeof reason === 'string' ? reason : detail;
  } catch {
    return detail;
  }
}
