import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useQuery } from 'urql';
import { toFailure } from '@/api/failure';
import { CostMadeOfDocument } from '@/api/generated/cost';
import { compareAmounts } from '@/format/amount';
import { money } from '@/format/number';
import { toPeriod } from '@/format/period';
import { Failed, Skeleton } from '@/parts/states';
import type { CostPeriod } from './cost-period';
import { driverThings } from './driver-things';
import { signed, type Driver } from './drivers';
import styles from './DriversPanel.module.css';
import { ledgerPath } from './ledger-path';
import { ThingName } from './ThingName';
import { words } from './words';

const says = words.drivers;

interface DriverThingsProps {
  readonly driver: Driver & { readonly projectId: string };
  readonly period: CostPeriod;
  readonly currency: string;
  readonly digits: number;
}

/** The jobs, endpoints or storage behind one step: asked for when it is opened, once for all steps of a project. */
export function DriverThings({ driver, period, currency, digits }: DriverThingsProps) {
  const [search] = useSearchParams();
  const variables = useMemo(
    () => ({ project: driver.projectId, period: toPeriod(period.span), before: toPeriod(period.earlier) }),
    [driver.projectId, period],
  );
  const [{ data, error }, ask] = useQuery({ query: CostMadeOfDocument, variables });
  const project = data?.node?.__typename === 'Project' ? data.node : undefined;
  const made = useMemo(
    () => (project === undefined ? undefined : driverThings(project, driver, currency, digits)),
    [project, driver, currency, digits],
  );
  if (error !== undefined) {
    return (
      <div className={styles.below}>
        <Failed
          what={says.notLoaded}
          failure={toFailure(error)}
          onRetry={() => ask({ requestPolicy: 'network-only' })}
        />
      </div>
    );
  }
  if (data === undefined) {
    return (
      <div className={styles.below} role="group" aria-busy="true" aria-label={says.loading}>
        <Skeleton width={200} />
      </div>
    );
  }
  if (made === undefined) {
    return (
      <p className={styles.below}>
        {says.hidden}{' '}
        <Link to={ledgerPath(search, 'projectId', driver.projectId)}>{words.madeOf.ledger}</Link>
      </p>
    );
  }
  return (
    <div className={styles.below}>
      <ul className={styles.things}>
        {made.things.map(({ thing, text }) => (
          <li key={thing?.key ?? ''}>
            {thing === null ? <span>{says.others(made.others)}</span> : <ThingName thing={thing} />}
            <span className="num">{text}</span>
          </li>
        ))}
      </ul>
      {compareAmounts(made.total, driver.difference) !== 0 && (
        <p>{says.moved(signed(money(made.total, currency), made.total))}</p>
      )}
    </div>
  );
}
