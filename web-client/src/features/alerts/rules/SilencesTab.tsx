import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { SilenceAlertRuleDocument } from '@/api/generated/alert';
import { useChange } from '@/api/use-change';
import styles from '@/features/alerts/alerts.module.css';
import { endpointName, type ProjectOfAlerts, type RuleLine } from '@/features/alerts/use-alerts';
import { isSilenced } from '@/parts/alert/words';
import { NO_VALUE } from '@/format/number';
import { DataTable, type Column } from '@/parts/data-table';
import { FormFailure } from '@/parts/form';
import { useNow } from '@/parts/now';
import { Panel } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import { byColumn, menuColumn, stateColumn, whenColumn } from '@/parts/table-columns';
import { useSetParams } from '@/parts/use-param';
import { words } from './words';

const says = words.silencesTab;

interface SilencesTabProps {
  readonly project: ProjectOfAlerts;
  readonly mayWrite: boolean;
  readonly onStale: () => void;
}

/** Rules of which nobody is told for a while, by whom and why. */
export function SilencesTab({ project, mayWrite, onStale }: SilencesTabProps) {
  const now = useNow();
  const set = useSetParams();
  const change = useChange(SilenceAlertRuleDocument);
  const { send } = change;
  const rows = useMemo(
    () => project.alertRules.filter((rule) => isSilenced(rule, now)),
    [project.alertRules, now],
  );
  const columns = useMemo(
    () =>
      columnsOf(
        project,
        mayWrite
          ? ({ id, version }) =>
              void send({ input: { id, expectedVersion: version } }).then(
                (done) => done === null && onStale(),
              )
          : null,
      ),
    // `send` is another function with each draw, and does the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [project, mayWrite],
  );
  if (rows.length === 0) {
    return (
      <Panel>
        <Empty title={says.title}>
          <p>{says.whileSomethingIsKnown}</p>
          {project.alertRules.length > 0 && (
            <Button variant="default" onClick={() => set({ tab: 'rules' })}>
              {says.see(project.alertRules.length)}
            </Button>
          )}
        </Empty>
      </Panel>
    );
  }
  return (
    <>
      {change.failure !== null && <FormFailure what={says.what} failure={change.failure} />}
      <DataTable
        label="Silences"
        noun={['silence', 'silences']}
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        prefix="silences-"
        height="tall"
        tools={null}
      />
    </>
  );
}

function columnsOf(project: ProjectOfAlerts, onEnd: ((rule: RuleLine) => void) | null): Column<RuleLine>[] {
  const columns: Column<RuleLine>[] = [
    {
      id: 'what',
      header: says.header,
      name: true,
      value: ({ name }) => name,
      cell: ({ name, endpointId, silenceReason }) => (
        <div className={styles.two}>
          <span className="cut" title={name}>
            {[name, endpointName(project, endpointId)].filter((part) => part !== undefined).join(', ')}
          </span>
          <span className="t3 f12 cut" title={silenceReason ?? undefined}>
            {silenceReason ?? NO_VALUE}
          </span>
        </div>
      ),
    },
    stateColumn(({ status }) => status, { width: 104, p2: true }),
    byColumn('By', ({ silencedBy }) => silencedBy?.label, { width: 180 }),
    whenColumn('until', 'Until', ({ silencedUntil }) => silencedUntil, { p2: false, width: 110 }),
  ];
  if (onEnd === null) return columns;
  return [
    ...columns,
    menuColumn(
      ({ name }) => says.theSilence(name),
      (rule) => [{ label: says.label, run: () => onEnd(rule) }],
    ),
  ];
}
