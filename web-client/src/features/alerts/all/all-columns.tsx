import { Link } from 'react-router';
import { holds } from '@/api/permissions';
import type { Column } from '@/parts/data-table';
import { State, stateWord } from '@/parts/State';
import { Status } from '@/parts/Status';
import { linkColumn, textColumn } from '@/parts/table-columns';
import { Tag } from '@/parts/Tag';
import { paths } from '@/paths';
import styles from '@/features/alerts/alerts.module.css';
import { curveColumn, handColumn, stateColumns, What } from '@/features/alerts/list/alert-columns';
import { conditionText, isSilenced, KINDS } from '@/parts/alert/words';
import type { AllAlertsFound, PlacedAlert, PlacedRule } from './use-all-alerts';
import { words } from './words';

const says = words.allColumns;

type Place = PlacedRule['project'];

/** Of the project, where the person may read that. */
function within(project: Place, part: 'alert' | 'rule', id: string): string | null {
  if (project === null) return null;
  return paths.projectAlerts(project.id, part === 'rule' ? { tab: 'rules', rule: id } : { alert: id });
}

function Name({ name, path }: { readonly name: string; readonly path: string | null }) {
  return path === null ? (
    <span className="med cut" title={name}>
      {name}
    </span>
  ) : (
    <Link to={path} className="med cut" title={name}>
      {name}
    </Link>
  );
}

/** Leads to the alerts of the project. */
function projectColumn<Row>(of: (row: Row) => Place): Column<Row> {
  return linkColumn(
    'project',
    'Project',
    (row) => {
      const project = of(row);
      return project === null ? null : { name: project.name, path: paths.projectAlerts(project.id) };
    },
    { width: 168 },
  );
}

/** Where an alert opens: in its project. */
export function alertPath({ id, rule }: PlacedAlert): string | null {
  return within(rule.project, 'alert', id);
}

/** Where a rule opens: in its project. */
export function rulePath({ id, project }: PlacedRule): string | null {
  return within(project, 'rule', id);
}

/**
 * As in the list of one project, with the project of each.
 *
 * @param curveOf null: all of them are over, and the last windows say nothing of that
 */
export function allAlertColumns(
  onAcknowledge: (alert: PlacedAlert) => void,
  curveOf: AllAlertsFound['curveOf'] | null,
): Column<PlacedAlert>[] {
  return [
    {
      id: 'what',
      header: says.header,
      name: true,
      value: ({ rule }) => rule.name,
      cell: (alert) => (
        <What alert={alert} of={undefined} where={alert.rule.project?.name}>
          <Name name={alert.rule.name} path={alertPath(alert)} />
        </What>
      ),
    },
    projectColumn(({ rule }) => rule.project),
    ...stateColumns<PlacedAlert>(),
    ...(curveOf === null
      ? []
      : [
          curveColumn(({ rule, endedAt }: PlacedAlert) => ({
            rule,
            values: endedAt === null ? curveOf(rule.id) : null,
          })),
        ]),
    handColumn((alert) =>
      holds(alert.rule.project?.permissions, 'ALERT_WRITE') ? () => onAcknowledge(alert) : null,
    ),
  ];
}

export function allRuleColumns(nowMs: number, curveOf: AllAlertsFound['curveOf']): Column<PlacedRule>[] {
  return [
    {
      id: 'rule',
      header: 'Rule',
      name: true,
      value: ({ name }) => name,
      cell: (rule) => (
        <div className={styles.two}>
          <span className={styles.line}>
            <Name name={rule.name} path={rulePath(rule)} />
            {rule.severity === 'CRITICAL' && <Tag>critical</Tag>}
          </span>
          <span className="t3 f12 cut" title={KINDS[rule.kind].label}>
            {rule.project !== null && <span className="only-narrow">{rule.project.name}, </span>}
            {KINDS[rule.kind].label}
          </span>
        </div>
      ),
    },
    projectColumn(({ project }) => project),
    {
      id: 'state',
      header: 'State',
      width: 112,
      value: ({ status }) => stateWord(status),
      cell: (rule) => (
        <div className={styles.two}>
          <State name={rule.status} />
          {isSilenced(rule, nowMs) && (
            <Status tone="idle" icon="slash">
              Silenced
            </Status>
          )}
        </div>
      ),
    },
    curveColumn((rule) => ({ rule, values: curveOf(rule.id) })),
    textColumn('speaks', 'Speaks', conditionText, { width: 240 }),
  ];
}
