import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { money } from '@/format/number';
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
import { words } from './policy-words';

const says = words.policyPanel;

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
      note={says.note(policy.version)}
      end={
        onEdit !== null && (
          <Button variant="subtle" onClick={onEdit}>
            {says.editPolicy}
          </Button>
        )
      }
    >
      <List label="Triggers">
        <Trigger policy={policy} title="Schedule" set={schedule !== null}>
          {schedule !== null && (
            <>
              <span className="mono">{schedule.cron}</span>
              {says.aTime(schedule.zone)}
            </>
          )}
        </Trigger>
        <Trigger policy={policy} title={says.newData} set={onNewData}>
          {onNewData ? (
            <>
              {says.eachNewValidatedVersion} {named(datasets, datasetId, says.dataSet)}
            </>
          ) : (
            says.newVersionsTriggerNothing
          )}
        </Trigger>
        <Trigger policy={policy} title="Alert" set={alertRuleId !== null}>
          {alertRuleId === null ? null : rule == null ? says.ruleThatYou : says.onceItFires(rule.name)}
        </Trigger>
      </List>
      <KeyValue
        dense
        facts={[
          {
            label: says.trains,
            value: (
              <span className={styles.inText}>
                {named(datasets, datasetId, says.onDataSet)}
                {says.label} <span className="mono">{policy.target}</span>
              </span>
            ),
          },
          ...(policy.transform === null
            ? []
            : [
                {
                  label: 'Transform',
                  value: (
                    <span className={styles.inText}>
                      <span className="mono">{policy.transform.sql}</span> makes{' '}
                      {named(datasets, policy.transform.datasetId, says.aDataSet)}
                      {policy.transform.labelsDatasetId !== null && (
                        <>
                          {says.withLabels} {named(datasets, policy.transform.labelsDatasetId, says.aDataSet)}
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
                  label: says.checked,
                  value: suiteName(beside, policy.suiteId),
                },
              ]),
          { label: says.scores, value: named(datasets, evaluationDatasetId, says.onDataSet) },
          {
            label: says.runs,
            value: named(
              beside?.experiments?.edges.map(({ node }) => node),
              experimentId,
              'experiment',
            ),
          },
          {
            label: says.trainsFrom,
            value: minNewRows === 0 ? says.anyNumberOfNew : says.newRows(minNewRows),
          },
          { label: says.maximumCost, value: money(policy.maxCost.amount, policy.maxCost.currency) },
          { label: says.winsWhen, value: says.pMoreFixed(pText(policy.maxPValue)) },
          { label: 'Approval', value: says.personOther },
          { label: 'Then', value: <Then policy={policy} beside={beside} /> },
          {
            label: says.set,
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
  return found == null ? says.oneSuiteInForce : says.suiteAlone(found.number);
}

interface Named {
  readonly id: string;
  readonly name: string;
}

interface TriggerProps {
  readonly policy: Policy;
  readonly title: string;
  readonly set: boolean;
  /** What it waits for; nothing where there is nothing to be said. */
  readonly children: ReactNode;
}

function Trigger({ policy: { active, breaker, status }, title, set, children }: TriggerProps) {
  const [tone, icon, word] = !set
    ? (['idle', 'slash', says.notSet] as const)
    : !active
      ? (['idle', 'pause', 'Off'] as const)
      : breaker.open
        ? (['bad', 'bad', 'Declined'] as const)
        : status === 'COOLDOWN'
          ? (['idle', 'pause', says.coolsDown] as const)
          : (['ok', 'ok', 'Armed'] as const);
  return (
    <ListItem
      title={
        <span className={styles.trigger}>
          {title}
          <Status tone={tone} icon={icon}>
            {word}
          </Status>
        </span>
      }
      {...(children === null || children === false
        ? {}
        : { detail: <span className={styles.seen}>{children}</span> })}
    />
  );
}

function Then({ policy: { endpointId, canary }, beside }: Omit<PolicyPanelProps, 'onEdit'>) {
  if (endpointId === null) return <>{says.aliasChampionMoves}</>;
  const endpoint = beside?.endpoints?.edges.find(({ node }) => node.id === endpointId)?.node;
  return (
    <span className={styles.inText}>
      {says.canary(canary.map(({ weight, hold }) => says.for(weight, spanInWords(hold))).join(', '))}{' '}
      <Link data-link to={paths.endpoint(endpointId)}>
        {endpoint?.name ?? says.itsEndpoint}
      </Link>
    </span>
  );
}

/** After which time it may be triggered again, and how often it may train. */
export function BreakerPanel({ policy }: { readonly policy: Policy }) {
  const { cooldown, cooldownUntil, doublings, breaker } = policy;
  return (
    <Panel title={says.cooldownAndBreaker}>
      <KeyValue
        dense
        facts={[
          { label: 'Cooldown', value: says.afterARun(spanInWords(cooldown)) },
          ...(cooldownUntil === null ? [] : [{ label: says.coolsDownUntil, value: exactUtc(cooldownUntil) }]),
          {
            label: 'Doubles',
            value:
              doublings === 0
                ? says.whileTheAlertOutlives
                : says.doubledTheAlertOutlived(doublings === 1 ? 'once' : says.times(doublings)),
          },
          {
            label: 'Breaker',
            value: says.ofTrainings(breaker.trainings, breaker.limit, spanInWords(breaker.period)),
          },
          {
            label: says.opens,
            value: breaker.open ? says.isOpen(breaker.limit) : says.personSets(breaker.limit),
          },
        ]}
      />
    </Panel>
  );
}
