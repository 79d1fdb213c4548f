import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { Columns } from '@/parts/Columns';
import { DataTable, type Column } from '@/parts/data-table';
import { Icon } from '@/parts/Icon';
import { Panel } from '@/parts/Panel';
import { State, stateWord } from '@/parts/State';
import { Empty, Snippet } from '@/parts/states';
import { Status } from '@/parts/Status';
import { Tag } from '@/parts/Tag';
import { useNow } from '@/parts/now';
import { useParam } from '@/parts/use-param';
import styles from '@/features/alerts/alerts.module.css';
import { endpointName, type ProjectOfAlerts, type RuleLine } from '@/features/alerts/use-alerts';
import { conditionText, isSilenced, KINDS } from '@/parts/alert/words';
import { RuleEditor } from './RuleEditor';

interface RulesTabProps {
  readonly project: ProjectOfAlerts;
  readonly mayWrite: boolean;
  readonly onStale: () => void;
}

/** What is watched; one opens beside the list to be changed. */
export function RulesTab({ project, mayWrite, onStale }: RulesTabProps) {
  const now = useNow();
  const [open, setOpen] = useParam('rule');
  const { alertRules } = project;
  const columns = useMemo(() => columnsOf(project, setOpen, now), [project, setOpen, now]);
  const shown = alertRules.find(({ id }) => id === open);
  const isNew = open === 'new' && mayWrite;
  const table =
    alertRules.length === 0 ? (
      <Panel>
        <Empty title="No rules yet">
          <p>
            A rule watches an endpoint’s errors or latency, the project’s tasks or its budget, once a minute.
          </p>
          {mayWrite && !isNew && (
            <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setOpen('new')}>
              Write a rule
            </Button>
          )}
          <Snippet>{'mutation($i: CreateAlertRuleInput!) { createAlertRule(input: $i) { id } }'}</Snippet>
        </Empty>
      </Panel>
    ) : (
      <DataTable
        label="Rules"
        noun={['rule', 'rules']}
        columns={columns}
        rows={alertRules}
        rowId={({ id }) => id}
        prefix="rules-"
        height="tall"
        placeholder="Rule or endpoint"
        csv={`${project.name}-alert-rules`}
        marked={open}
      />
    );
  if (shown === undefined && !isNew) return table;
  return (
    <Columns aside={440}>
      {table}
      <RuleEditor
        key={open}
        rule={shown ?? null}
        project={project}
        mayWrite={mayWrite}
        onClose={() => setOpen('')}
        onStale={onStale}
      />
    </Columns>
  );
}

function columnsOf(
  project: ProjectOfAlerts,
  onOpen: (id: string) => void,
  nowMs: number,
): Column<RuleLine>[] {
  return [
    {
      id: 'rule',
      header: 'Rule',
      name: true,
      value: ({ name, endpointId }) => `${name} ${endpointName(project, endpointId) ?? ''}`,
      exported: ({ name }) => name,
      cell: (rule) => (
        <div className={styles.two}>
          <span className={styles.line}>
            <button type="button" className={styles.open} onClick={() => onOpen(rule.id)} title={rule.name}>
              {rule.name}
            </button>
            {rule.severity === 'CRITICAL' && <Tag>critical</Tag>}
          </span>
          <span className="t3 f12 cut" title={KINDS[rule.kind].label}>
            {KINDS[rule.kind].label}
            {endpointName(project, rule.endpointId) !== undefined &&
              `, ${endpointName(project, rule.endpointId)}`}
          </span>
        </div>
      ),
    },
    {
      id: 'state',
      header: 'State',
      width: 112,
      value: ({ status }) => stateWord(status),
      cell: (rule) =>
        isSilenced(rule, nowMs) ? (
          <div className={styles.two}>
            <State name={rule.status} />
            <Status tone="idle" icon="slash">
              Silenced
            </Status>
          </div>
        ) : (
          <State name={rule.status} />
        ),
    },
    {
      id: 'speaks',
      header: 'Speaks',
      width: 220,
      p2: true,
      value: (rule) => conditionText(rule),
      cell: (rule) => (
        <span className="cut" title={conditionText(rule)}>
          {conditionText(rule)}
        </span>
      ),
    },
    {
      id: 'tells',
      header: 'Tells',
      p2: true,
      width: 180,
      value: ({ channelIds }) => channelNames(project, channelIds),
      cell: ({ channelIds }) => (
        <span className="cut" title={channelNames(project, channelIds)}>
          {channelNames(project, channelIds)}
        </span>
      ),
    },
  ];
}

function channelNames({ channels }: ProjectOfAlerts, ids: readonly string[]): string {
  const names = channels.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
  return names.length === 0 ? 'nobody' : names.join(', ');
}
