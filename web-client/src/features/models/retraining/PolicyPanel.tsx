import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { count, money, NO_VALUE } from '@/format/number';
import { spanInWords } from '@/format/span';
import { exactUtc } from '@/format/time';
import { KeyValue } from '@/parts/KeyValue';
import { List, ListItem } from '@/parts/List';
import { Panel } from '@/parts/Panel';
import { Status } from '@/parts/Status';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { pText, type Beside, type Policy } from './retraining';
import styles from './retraining.module.css';

interface PolicyPanelProps {
  readonly policy: Policy;
  readonly beside: Beside | undefined;
  /** Null for who may not change it. */
  readonly onEdit: (() => void) | null;
}

/** What triggers it, what it trains, what it must show and where it goes. */
export function PolicyPanel({ policy, beside, onEdit }: PolicyPanelProps) {
  const { schedule, onNewData, alertRuleId, minNewRows, datasetId, evaluationDatasetId, experimentId } =
    policy;
  const named = (rows: readonly Named[] | undefined, id: string, otherwise: string) => (
    <Link data-link to={paths.thing(id)}>
      {rows?.find((row) => row.id === id)?.name ?? otherwise}
    </Link>
  );
  const datasets = beside?.datasets?.edges.map(({ node }) => node);
  const rule = alertRuleId === null ? null : beside?.alertRules?.find(({ id }) => id === alertRuleId);
  return (
    <Panel
      title="Policy"
      note={`version ${policy.version}`}
      end={
        onEdit !== null && (
          <Button variant="subtle" onClick={onEdit}>
            Edit policy
          </Button>
        )
      }
    >
      <List label="Triggers">
        <Trigger policy={policy} title="Schedule" set={schedule !== null}>
          {schedule === null ? (
            'None'
          ) : (
            <>
              <span className="mono">{schedule.cron}</span>, {schedule.zone}. A time that the clocks skip runs
              at the first moment after the gap; one that comes twice runs once, at the first; missed ones are
              one run.
            </>
          )}
        </Trigger>
        <Trigger policy={policy} title="New data" set={onNewData}>
          {onNewData ? (
            <>Each new validated version of {named(datasets, datasetId, 'its data set')}</>
          ) : (
            'New versions trigger nothing'
          )}
        </Trigger>
        <Trigger policy={policy} title="Alert" set={alertRuleId !== null}>
          {alertRuleId === null
            ? 'None'
            : rule == null
              ? 'A rule that you may not read, once it fires'
              : `${rule.name}, once it fires`}
        </Trigger>
      </List>
      <KeyValue
        facts={[
          { label: 'Trains on', value: named(datasets, datasetId, 'data set') },
          { label: 'Label', value: <span className="mono">{policy.target}</span> },
          ...(policy.transform === null
            ? []
            : [
                {
                  label: 'Transform',
                  value: (
                    <span className={styles.inText}>
                      <span className="mono">{policy.transform.sql}</span> makes{' '}
                      {named(datasets, policy.transform.datasetId, 'a data set')}
                      {policy.transform.labelsDatasetId !== null && (
                        <>
                          , with labels of {named(datasets, policy.transform.labelsDatasetId, 'a data set')}
                        </>
                      )}
                    </span>
                  ),
                },
              ]),
          ...(policy.suiteId === null
            ? []
            : [
                {
                  label: 'Checked by',
                  value: suiteName(beside, policy.suiteId),
                },
              ]),
          { label: 'Scores on', value: named(datasets, evaluationDatasetId, 'data set') },
          {
            label: 'Runs in',
            value: named(
              beside?.experiments?.edges.map(({ node }) => node),
              experimentId,
              'experiment',
            ),
          },
          {
            label: 'Trains from',
            value: minNewRows === 0 ? 'any number of new rows' : `${count(minNewRows)} new rows with a label`,
          },
          { label: 'Maximum cost', value: money(policy.maxCost.amount, policy.maxCost.currency) },
          { label: 'Wins when', value: `p < ${pText(policy.maxPValue)}, more fixed than broken` },
          { label: 'Approval', value: 'a person other than its author' },
          { label: 'Then', value: <Then policy={policy} beside={beside} /> },
          {
            label: 'Set by',
            value: (
              <>
                {policy.setBy.label}, <When at={policy.setAt} />
              </>
            ),
          },
        ]}
      />
    </Panel>
  );
}

function suiteName(beside: Beside | undefined, id: string): string {
  const found = beside?.datasets?.edges.find(({ node }) => node.expectations?.id === id)?.node.expectations;
  return found == null ? 'one suite, in force no more' : `suite ${found.number} alone`;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

interface TriggerProps {
  readonly policy: Policy;
  readonly title: string;
  readonly set: boolean;
  readonly children: ReactNode;
}

function Trigger({ policy: { active, breaker, status }, title, set, children }: TriggerProps) {
  const [tone, icon, word] = !set
    ? (['idle', 'slash', 'Not set'] as const)
    : !active
      ? (['idle', 'pause', 'Off'] as const)
      : breaker.open
        ? (['bad', 'bad', 'Declined'] as const)
        : status === 'COOLDOWN'
          ? (['idle', 'pause', 'Cools down'] as const)
          : (['ok', 'ok', 'Armed'] as const);
  return (
    <ListItem
      title={title}
      detail={<span className={styles.seen}>{children}</span>}
      end={
        <Status tone={tone} icon={icon}>
          {word}
        </Status>
      }
    />
  );
}

function Then({ policy: { endpointId, canary }, beside }: Omit<PolicyPanelProps, 'onEdit'>) {
  if (endpointId === null) return <>the alias champion moves; nothing is deployed</>;
  const endpoint = beside?.endpoints?.edges.find(({ node }) => node.id === endpointId)?.node;
  return (
    <span className={styles.inText}>
      canary {canary.map(({ weight, hold }) => `${weight} % for ${spanInWords(hold)}`).join(', ')} at{' '}
      <Link data-link to={paths.endpoint(endpointId)}>
        {endpoint?.name ?? 'its endpoint'}
      </Link>
    </span>
  );
}

/** After which time it may be triggered again, and how often it may train. */
export function BreakerPanel({ policy }: { readonly policy: Policy }) {
  const { cooldown, cooldownUntil, doublings, breaker } = policy;
  return (
    <Panel title="Cooldown and breaker">
      <KeyValue
        facts={[
          { label: 'Cooldown', value: `${spanInWords(cooldown)} after a run that trained` },
          { label: 'Cools down until', value: cooldownUntil === null ? NO_VALUE : exactUtc(cooldownUntil) },
          {
            label: 'Doubles',
            value:
              doublings === 0
                ? 'while the alert outlives the new model'
                : `doubled ${doublings === 1 ? 'once' : `${doublings} times`}: the alert outlived the new model`,
          },
          {
            label: 'Breaker',
            value: `${breaker.trainings} of ${breaker.limit} trainings in ${spanInWords(breaker.period)}`,
          },
          {
            label: 'Opens at',
            value: breaker.open
              ? `${breaker.limit}: it is open`
              : `${breaker.limit}, then a person sets it again`,
          },
        ]}
      />
    </Panel>
  );
}
