import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Columns } from '@/parts/Columns';
import { DataTable, type Column } from '@/parts/data-table';
import { Icon } from '@/parts/Icon';
import { Panel } from '@/parts/Panel';
import { State, stateWord } from '@/parts/State';
import { Empty, Snippet } from '@/parts/states';
import { Status } from '@/parts/Status';
import { menuColumn, textColumn } from '@/parts/table-columns';
import { Tag } from '@/parts/Tag';
import { useNow } from '@/parts/now';
import { useParam } from '@/parts/use-param';
import styles from '@/features/alerts/alerts.module.css';
import { endpointName, type ProjectOfAlerts, type RuleLine } from '@/features/alerts/use-alerts';
import { SilenceDialog } from '@/parts/alert/SilenceDialog';
import { conditionText, isSilenced, KINDS } from '@/parts/alert/words';
import { EndRule } from './EndRule';
import { RuleEditor } from './RuleEditor';
import { words } from './words';

const says = words.rulesTab;

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
  const [asked, setAsked] = useState<{ readonly what: 'silence' | 'end'; readonly id: string } | null>(null);
  const columns = useMemo(
    () =>
      columnsOf({
        project,
        mayWrite,
        onOpen: setOpen,
        onAsk: (what, id) => setAsked({ what, id }),
        nowMs: now,
      }),
    [project, mayWrite, setOpen, now],
  );
  const about = alertRules.find(({ id }) => id === asked?.id);
  const done = () => setAsked(null);
  const shown = alertRules.find(({ id }) => id === open);
  const isNew = open === 'new' && mayWrite;
  const table =
    alertRules.length === 0 ? (
      <Panel>
        <Empty title={says.title}>
          <p>{says.ruleWatches}</p>
          {mayWrite && !isNew && (
            <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setOpen('new')}>
              {says.writeARule}
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
        placeholder={says.placeholder}
        csv={`${project.name}-alert-rules`}
        marked={open}
      />
    );
  return (
    <>
      {shown === undefined && !isNew ? (
        table
      ) : (
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
      )}
      {about !== undefined && asked?.what === 'silence' && (
        <SilenceDialog rule={about} onClose={done} onStale={onStale} />
      )}
      {about !== undefined && asked?.what === 'end' && (
        <EndRule rule={about} onClose={done} onEnded={done} onStale={onStale} />
      )}
    </>
  );
}

interface RuleContext {
  readonly project: ProjectOfAlerts;
  readonly mayWrite: boolean;
  readonly onOpen: (id: string) => void;
  readonly onAsk: (what: 'silence' | 'end', id: string) => void;
  readonly nowMs: number;
}

function columnsOf({ project, mayWrite, onOpen, onAsk, nowMs }: RuleContext): Column<RuleLine>[] {
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
    textColumn('speaks', 'Speaks', conditionText, { width: 220 }),
    textColumn('tells', 'Tells', ({ channelIds }) => channelNames(project, channelIds), { width: 180 }),
    menuColumn(
      ({ name }) => name,
      (rule) => [
        { label: mayWrite ? 'Change' : 'Open', run: () => onOpen(rule.id) },
        mayWrite && { label: 'Silence…', run: () => onAsk('silence', rule.id) },
        mayWrite && { label: says.label, danger: true, run: () => onAsk('end', rule.id) },
      ],
    ),
  ];
}

function channelNames({ channels }: ProjectOfAlerts, ids: readonly string[]): string {
  const names = channels.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
  return names.length === 0 ? 'nobody' : names.join(', ');
}
