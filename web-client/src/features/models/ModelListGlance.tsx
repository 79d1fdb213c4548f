import type { ModelRowFragment } from '@/api/generated/models';
import { fewNames } from '@/format/names';
import { atLeast, ofLoaded } from '@/format/number';
import { relative } from '@/format/time';
import { useNow } from '@/parts/now';
import { Strip, type Figure } from '@/parts/Strip';
import { liveOf, servesLatest } from './model-columns';
import { words } from './words';

const says = words.listGlance;

interface ModelListGlanceProps {
  readonly rows: readonly ModelRowFragment[];
  /** Whether these are all models there are. */
  readonly isAll: boolean;
}

/** Which models answer, by which of their versions, and what awaits a decision. */
export function ModelListGlance({ rows, isAll }: ModelListGlanceProps) {
  const nowMs = useNow();
  const seesLive = rows[0]?.liveRevisions !== undefined;
  const figures = [...(seesLive ? live(rows, isAll) : []), awaiting(rows, isAll), last(rows, isAll, nowMs)];
  return <Strip figures={figures} />;
}

function live(rows: readonly ModelRowFragment[], isAll: boolean): Figure[] {
  const serving = rows.filter((row) => liveOf(row).length > 0);
  const latest = serving.filter(servesLatest);
  const endpoints = new Set(serving.flatMap(liveOf).map(({ endpoint }) => endpoint.id)).size;
  const older = serving.filter((row) => !servesLatest(row)).map(({ name }) => name);
  return [
    {
      label: says.live,
      value: atLeast(serving.length, !isAll),
      unit: says.ofModels(rows.length, isAll),
      context: [
        serving.length === 0
          ? ofLoaded(says.noneLive, rows.length, isAll)
          : says.atEndpoints(endpoints, isAll),
      ],
    },
    {
      label: says.latestLive,
      value: atLeast(latest.length, !isAll),
      unit: says.ofLive(serving.length, isAll),
      context: [ofLoaded(older.length === 0 ? says.noneOlder : says.older(older), rows.length, isAll)],
    },
  ];
}

function awaiting(rows: readonly ModelRowFragment[], isAll: boolean): Figure {
  const waiting = rows.filter(({ latest }) => latest?.status === 'REGISTERED');
  return {
    label: says.awaiting,
    value: atLeast(waiting.length, !isAll),
    context: [
      ofLoaded(
        waiting.length === 0
          ? says.noneAwaiting
          : fewNames(waiting.map(({ name, latest }) => says.version(name, latest?.number ?? 0))),
        rows.length,
        isAll,
      ),
    ],
  };
}

function last(rows: readonly ModelRowFragment[], isAll: boolean, nowMs: number): Figure {
  const newest = rows
    .flatMap(({ name, latest }) => (latest === null ? [] : [{ name, latest }]))
    .sort((a, b) => b.latest.createdAt.localeCompare(a.latest.createdAt))[0];
  return {
    label: says.registered,
    value: newest === undefined ? '–' : relative(newest.latest.createdAt, nowMs),
    context: [
      ofLoaded(
        newest === undefined
          ? says.noneRegistered
          : says.versionBy(newest.name, newest.latest.number, newest.latest.author),
        rows.length,
        isAll,
      ),
    ],
  };
}
