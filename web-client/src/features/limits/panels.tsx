import { Link } from 'react-router';
import type { LimitsQuery } from '@/api/generated/limits';
import { count, percent } from '@/format/number';
import { KeyValue } from '@/parts/KeyValue';
import { Meter } from '@/parts/Meter';
import { PanelBody } from '@/parts/Panel';
import { paths } from '@/paths';
import { askForRate } from './ask';
import styles from './limits.module.css';
import { toneOf } from './quota';

/** What is left of this minute's points, and where more is asked for. */
export function Rate({ tenant }: { readonly tenant: LimitsQuery['tenant'] }) {
  const { pointsPerMinute, usedPointsPerMinute, perKeyPointsPerMinute } = tenant.rateLimit;
  const ask = askForRate(tenant);
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
        {ask !== null && (
          <>
            {' '}
            <a href={ask} className={styles.ask} data-link>
              Ask for a higher rate
            </a>
          </>
        )}
      </p>
    </>
  );
}

/** Which plan it is, and what of it an operator has changed. */
export function Plan({ tenant }: { readonly tenant: LimitsQuery['tenant'] }) {
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
