import { useMemo } from 'react';
import { sum } from '@/format/amount';
import { money, NO_VALUE } from '@/format/number';
import { DataTable, type Column } from '@/parts/data-table';
import { Panel } from '@/parts/Panel';
import { stateWord } from '@/parts/State';
import { costColumn, versionColumn } from '@/parts/table-columns';
import { When } from '@/parts/When';
import { evidenceOf, points, pWithSign, TRIGGERS, verdictOf, versionName, type RunRow } from './retraining';
import styles from './retraining.module.css';
import { RunState } from './RunState';
import { words } from './words';

const says = words.historyTable;

interface HistoryTableProps {
  readonly runs: readonly RunRow[];
  /** The one that the page shows. */
  readonly shown: string;
  readonly more: { readonly load: () => void; readonly loading: boolean } | null;
  readonly onShow: (id: string) => void;
}

/** All runs of the policy: why each ran, what it cost and changed, and why it ended so. */
export function HistoryTable({ runs, shown, more, onShow }: HistoryTableProps) {
  const columns = useMemo(() => columnsOf(shown, onShow), [shown, onShow]);
  const highlighted = useMemo(() => new Set([shown]), [shown]);
  return (
    <Panel title="History" note={says.note} end={endOf(runs, more !== null)}>
      <DataTable
        label={says.label}
        noun={['run', 'runs']}
        prefix="re-"
        tools={null}
        height="tall"
        columns={columns}
        rows={runs}
        rowId={({ id }) => id}
        highlighted={highlighted}
        more={more}
      />
    </Panel>
  );
}

/** How many and what they cost together; of the loaded ones, and without amounts for who may not read them. */
function endOf(runs: readonly RunRow[], hasMore: boolean): string {
  const costs = runs.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  const [first] = costs;
  const amount = first === undefined ? null : money(sum(costs.map(({ amount }) => amount)), first.currency);
  const said = says.end(runs.length, amount);
  return hasMore ? says.newest(said) : said;
}

function columnsOf(shown: string, onShow: (id: string) => void): readonly Column<RunRow>[] {
  return [
    {
      id: 'why',
      header: says.whyItRan,
      name: true,
      width: 200,
      value: (run) => `${TRIGGERS[run.trigger]}: ${evidenceOf(run)}`,
      cell: (run) => (
        <div className={styles.two}>
          <span className={styles.whose}>
            <button
              type="button"
              className={`bare ${styles.show ?? ''}`}
              aria-pressed={run.id === shown}
              onClick={() => onShow(run.id)}
            >
              {TRIGGERS[run.trigger]}
            </button>
            <When at={run.createdAt} />
          </span>
          <span className="t3 f12 cut" title={evidenceOf(run)}>
            {evidenceOf(run)}
          </span>
        </div>
      ),
    },
    {
      id: 'state',
      header: 'State',
      width: 136,
      value: ({ status }) => stateWord(status),
      cell: ({ status }) => <RunState name={status} />,
    },
    versionColumn('Policy', ({ policyVersion }) => policyVersion, { id: 'policy', p2: true }),
    costColumn(({ cost }) => cost, { p2: false, width: 84 }),
    {
      id: 'changed',
      header: says.whatItChanged,
      p2: true,
      width: 176,
      value: changedBy,
      cell: (run) => <Changed run={run} />,
    },
    {
      id: 'reason',
      header: 'Reason',
      p2: true,
      value: reasonOf,
      cell: (run) => (
        <span className={styles.reason} title={reasonOf(run)}>
          {reasonOf(run)}
        </span>
      ),
    },
  ];
}

function changedBy(run: RunRow): string {
  if (run.status === 'ROLLED_BACK') return says.nothingIsBack(versionName(run.champion, says.theChampion));
  if (run.comparison === null) return 'nothing';
  return says.rightAnswers(points(run.comparison.difference));
}

function Changed({ run }: { readonly run: RunRow }) {
  const verdict = verdictOf(run);
  if (verdict === null || run.comparison === null) return <span className="t3">{changedBy(run)}</span>;
  return (
    <div className={styles.two}>
      <span
        className={styles.difference}
        data-direction={verdict === 'not shown' ? 'same' : verdict}
        title={pWithSign(run.comparison.pValue)}
      >
        {changedBy(run)}
      </span>
      <span className="t3 f12">
        {verdict}, {versionName(run.challenger, 'challenger')} on {versionName(run.champion, 'champion')}
      </span>
    </div>
  );
}

function reasonOf(run: RunRow): string {
  return run.reason ?? run.waitsFor ?? NO_VALUE;
}
