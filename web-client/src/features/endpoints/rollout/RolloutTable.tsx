import { useMemo } from 'react';
import { modelName } from '@/features/endpoints/revisions';
import { NO_VALUE } from '@/format/number';
import { msInWords, spansInWords } from '@/format/span';
import { DataTable, type Column } from '@/parts/data-table';
import { Panel } from '@/parts/Panel';
import { Spark } from '@/parts/Spark';
import { State, stateWord } from '@/parts/State';
import { When } from '@/parts/When';
import { evidenceOf, evidenceText, nearest } from './rollout';
import styles from './rollout.module.css';
import type { RolloutOfEndpoint } from './use-rollouts';
import { words } from './words';

const says = words.rolloutTable;

interface RolloutTableProps {
  readonly rollouts: readonly RolloutOfEndpoint[];
  /** The one that the page is about. */
  readonly shown: string;
  readonly more: { readonly load: () => void; readonly loading: boolean } | null;
  readonly onShow: (id: string) => void;
}

/** All rollouts of the endpoint, how they ended and why; each can be looked at with its curve. */
export function RolloutTable({ rollouts, shown, more, onShow }: RolloutTableProps) {
  const columns = useMemo(() => columnsOf(shown, onShow), [shown, onShow]);
  const highlighted = useMemo(() => new Set([shown]), [shown]);
  return (
    <Panel title="Rollouts" note={says.note}>
      <DataTable
        label={says.label}
        noun={['rollout', 'rollouts']}
        prefix="ro-"
        tools={null}
        height="tall"
        columns={columns}
        rows={rollouts}
        rowId={({ id }) => id}
        highlighted={highlighted}
        more={more}
      />
    </Panel>
  );
}

function columnsOf(shown: string, onShow: (id: string) => void): readonly Column<RolloutOfEndpoint>[] {
  return [
    {
      id: 'rollout',
      header: 'Rollout',
      name: true,
      width: 190,
      value: ({ candidate }) => candidate.number,
      cell: ({ id, candidate, baseline }) => (
        <div className={styles.two}>
          <button
            type="button"
            className={`bare ${styles.show ?? ''}`}
            aria-pressed={id === shown}
            onClick={() => onShow(id)}
          >
            r{candidate.number} over r{baseline.number}
          </button>
          <span className="t3 f12 cut" title={says.title(modelName(candidate), modelName(baseline))}>
            {modelsOf(candidate, baseline)}
          </span>
        </div>
      ),
    },
    {
      id: 'end',
      header: 'End',
      width: 112,
      value: ({ status }) => stateWord(status),
      cell: ({ status }) => <State name={status} />,
    },
    {
      id: 'began',
      header: 'Started',
      unit: says.unit,
      width: 128,
      p2: true,
      value: ({ createdAt }) => createdAt,
      cell: ({ createdAt, endedAt }) => (
        <div className={styles.two}>
          <When at={createdAt} />
          <span className="t3 f12">
            {endedAt === null ? says.underWay : msInWords(Date.parse(endedAt) - Date.parse(createdAt))}
          </span>
        </div>
      ),
    },
    {
      id: 'by',
      header: says.header,
      width: 170,
      p2: true,
      value: ({ creator }) => creator.label,
    },
    {
      id: 'evidence',
      header: 'E-value',
      figures: true,
      width: 84,
      value: (rollout) => {
        const newest = rollout.last.edges[0]?.node;
        return newest === undefined ? null : nearest(rollout, newest).log;
      },
      cell: (rollout) => {
        const newest = rollout.last.edges[0]?.node;
        return newest === undefined ? NO_VALUE : evidenceText(evidenceOf(nearest(rollout, newest).log));
      },
    },
    {
      id: 'curve',
      header: says.curve,
      p2: true,
      width: 96,
      sortable: false,
      value: () => null,
      cell: (rollout) => <Curve rollout={rollout} />,
    },
    {
      id: 'why',
      header: 'Why',
      p2: true,
      value: ({ reason }) => reason,
      cell: (rollout) => (
        <span className={`cut ${styles.why ?? ''}`} title={whyOf(rollout)}>
          {whyOf(rollout)}
        </span>
      ),
    },
  ];
}

/** How the evidence came to stand, by as many findings as the list asks for: its logarithm, with the limit across. */
function Curve({ rollout }: { readonly rollout: RolloutOfEndpoint }) {
  const findings = rollout.last.edges.map(({ node }) => node);
  const [newest] = findings;
  if (newest === undefined) return NO_VALUE;
  const { log, limit, refuses } = nearest(rollout, newest);
  return (
    <Spark
      width={80}
      values={findings
        .map(({ logEvidence, logCallerEvidence }) => (refuses ? logCallerEvidence : logEvidence))
        .reverse()}
      limit={limit}
      colour={log >= limit ? 2 : 1}
      label={says.curveLabel(findings.length, evidenceText(evidenceOf(log)), evidenceText(evidenceOf(limit)))}
    />
  );
}

const PAUSES: Readonly<Record<NonNullable<RolloutOfEndpoint['pause']>, string>> = {
  ASKED_FOR: says.pausedForAPerson,
  REFUSALS: says.refusesMoreOften,
  TOO_FEW_REQUESTS: says.tooFewRequests,
};

function whyOf({ status, reason, step, steps, pause }: RolloutOfEndpoint): string {
  switch (status) {
    case 'PENDING':
      return says.candidateIsNot;
    case 'STEPPING':
      return says.step(step, steps.length);
    case 'PAUSED':
      return says.atStep(PAUSES[pause ?? 'ASKED_FOR'], step, steps.length);
    case 'PROMOTED':
      return says.notFound(step, steps.length);
    case 'ROLLED_BACK':
      return reason === null ? NO_VALUE : spansInWords(reason);
  }
}

type Revision = RolloutOfEndpoint['candidate'];

/** Versions of one model by their numbers alone: its name is the same in every row. */
function modelsOf(candidate: Revision, baseline: Revision): string {
  const { modelVersion: newer } = candidate;
  const { modelVersion: older } = baseline;
  return newer !== null && newer.modelName === older?.modelName
    ? `${newer.modelName} v${newer.number} over v${older.number}`
    : `${modelName(candidate)} over ${modelName(baseline)}`;
}
