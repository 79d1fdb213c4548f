import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { msInWords, spanInWords } from '@/format/span';
import { NO_VALUE } from '@/format/number';
import type { Column } from '@/parts/data-table';
import { Icon } from '@/parts/Icon';
import { Meter } from '@/parts/Meter';
import { Spark } from '@/parts/Spark';
import { State, stateWord } from '@/parts/State';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import styles from '@/features/alerts/alerts.module.css';
import { endpointName, type AlertLine, type ProjectOfAlerts } from '@/features/alerts/use-alerts';
import { conditionText, KINDS, valueText } from '@/parts/alert/words';
import type { Curve, CurveOf } from './use-curves';
import { words } from './words';

const says = words.alertColumns;

/**
 * @param onAcknowledge null: the person may look only
 * @param curveOf null: no room for curves, or nothing to draw
 */
export function alertColumns(
  project: ProjectOfAlerts,
  onOpen: (id: string) => void,
  onAcknowledge: ((alert: AlertLine) => void) | null,
  curveOf: CurveOf | null,
): Column<AlertLine>[] {
  const endpointOf = ({ rule }: AlertLine) => endpointName(project, rule.endpointId);
  return [
    {
      id: 'what',
      header: says.whatAndItsValue,
      name: true,
      value: (alert) => `${alert.rule.name} ${endpointOf(alert) ?? ''}`,
      exported: ({ rule }) => rule.name,
      cell: (alert) => (
        <What alert={alert} of={endpointOf(alert)}>
          <button
            type="button"
            className={styles.open}
            onClick={() => onOpen(alert.id)}
            title={alert.rule.name}
          >
            {alert.rule.name}
          </button>
        </What>
      ),
    },
    ...stateColumns(),
    ...(curveOf === null
      ? []
      : [curveColumn((alert: AlertLine) => ({ rule: alert.rule, values: curveOf(alert) }))]),
    handColumn((alert) => (onAcknowledge === null ? null : () => onAcknowledge(alert))),
  ];
}

interface WhatProps {
  readonly alert: AlertLine;
  /** The endpoint's name, where there is one that is known. */
  readonly of: string | undefined;
  /** The project's name, where that has no column beside it. */
  readonly where?: string | undefined;
  /** The rule's name, which opens the alert. */
  readonly children: ReactNode;
}

/** A rule's name over the value that was seen and what it is held against. */
export function What({ alert: { rule, value }, of, where, children }: WhatProps) {
  return (
    <div className={styles.two}>
      <span className={styles.line}>
        {children}
        {rule.severity === 'CRITICAL' && <Tag>critical</Tag>}
      </span>
      <span className="t3 f12 cut" title={conditionText(rule)}>
        {where !== undefined && <span className="only-narrow">{where}, </span>}
        {[of, valueText(rule.kind, value), conditionText(rule)]
          .filter((part) => part !== undefined)
          .join(', ')}
      </span>
    </div>
  );
}

/** How an alert stands, against its limit, and since when. */
export function stateColumns<Line extends AlertLine>(): Column<Line>[] {
  return [
    {
      id: 'state',
      header: 'State',
      width: 104,
      value: ({ status }) => stateWord(status),
      cell: ({ status }) => <State name={status} />,
    },
    {
      id: 'limit',
      header: says.againstItsLimit,
      width: 128,
      p2: true,
      value: ({ value, rule }) => (value === null || rule.threshold === 0 ? null : value / rule.threshold),
      cell: ({ value, rule, status }) =>
        value === null ? (
          NO_VALUE
        ) : (
          // Twice the limit is the whole meter; the mark is the limit.
          <Meter
            used={rule.threshold === 0 ? (value > 0 ? 1 : 0) : value / rule.threshold / 2}
            pace={0.5}
            tone={status === 'FIRING' ? 'bad' : status === 'PENDING' ? 'warn' : 'accent'}
            label={says.label(valueText(rule.kind, value), valueText(rule.kind, rule.threshold))}
          />
        ),
    },
    {
      id: 'since',
      header: 'Since',
      width: 112,
      p2: true,
      value: ({ since }) => since,
      cell: ({ since, startedAt, endedAt }) => (
        <div className={styles.two}>
          <When at={since} />
          <span className="t3 f12">
            {endedAt === null
              ? says.goesOn
              : says.took(msInWords(Date.parse(endedAt) - Date.parse(startedAt)))}
          </span>
        </div>
      ),
    },
  ];
}

interface CurvedRule {
  readonly rule: Pick<AlertLine['rule'], 'kind' | 'threshold' | 'window'>;
  /** Null: there was nothing to judge by. */
  readonly values: Curve | null;
}

/** The latest values of a rule against its limit. */
export function curveColumn<Row>(of: (row: Row) => CurvedRule): Column<Row> {
  return {
    id: 'curve',
    header: says.lastWindows,
    width: 112,
    p2: true,
    sortable: false,
    value: () => null,
    cell: (row) => {
      const { rule, values } = of(row);
      const { kind, threshold, window } = rule;
      return values === null ? null : (
        <Spark
          values={values}
          limit={threshold}
          label={says.curve(
            KINDS[kind].what,
            spanInWords(window),
            valueText(kind, values.at(-1) ?? null),
            valueText(kind, threshold),
          )}
          width={92}
          height={24}
          fromZero
        />
      );
    },
  };
}

/** @param acknowledge null where the person may look only */
export function handColumn<Line extends AlertLine>(
  acknowledge: (alert: Line) => (() => void) | null,
): Column<Line> {
  return {
    id: 'hand',
    header: says.acknowledged,
    width: 150,
    p2: true,
    value: ({ acknowledgedBy }) => acknowledgedBy?.label,
    cell: (alert) => {
      const take = acknowledge(alert);
      return alert.acknowledgedBy !== null ? (
        <span className={styles.held} title={alert.acknowledgedBy.label}>
          <Icon name="check" size={14} />
          <span className="cut">{alert.acknowledgedBy.label}</span>
        </span>
      ) : alert.endedAt !== null ? (
        <span className="t3">{says.endedByItself}</span>
      ) : take !== null && alert.status === 'FIRING' ? (
        <Button variant="default" aria-label={says.acknowledge(alert.rule.name)} onClick={take}>
          Acknowledge
        </Button>
      ) : (
        NO_VALUE
      );
    },
  };
}
