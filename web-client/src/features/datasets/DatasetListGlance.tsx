import { atLeast, bytes } from '@/format/number';
import { relative } from '@/format/time';
import { useNow } from '@/parts/now';
import { Strip, type Figure } from '@/parts/Strip';
import { stateOf, type ListedDataset } from './dataset-columns';
import { readersOf } from './readers';
import { words } from './words';

const says = words.listGlance;

interface DatasetListGlanceProps {
  readonly rows: readonly ListedDataset[];
  /** Whether these are all data sets there are. */
  readonly isAll: boolean;
}

/** Whether the data is sound, who uses it, how much there is, and what came last. */
export function DatasetListGlance({ rows, isAll }: DatasetListGlanceProps) {
  const nowMs = useNow();
  const figures = [
    checked(rows, isAll),
    ...(rows[0]?.use === undefined ? [] : [used(rows, isAll)]),
    stored(rows, isAll),
    last(rows, nowMs),
  ];
  return <Strip figures={figures} />;
}

function checked(rows: readonly ListedDataset[], isAll: boolean): Figure {
  const named = (...states: string[]) =>
    rows.filter((row) => states.includes(stateOf(row))).map(({ name }) => name);
  const rejected = named('REJECTED', 'ERRORED');
  const under = named('VALIDATING', 'MAKING');
  const told = [
    ...(rejected.length === 0 ? [] : [says.rejected(rejected)]),
    ...(under.length === 0 ? [] : [says.under(under.length)]),
  ];
  return {
    label: says.validated,
    value: atLeast(named('VALIDATED').length, !isAll),
    unit: says.ofDatasets(rows.length, isAll),
    context: [told.length === 0 ? says.noneRejected : told.join(', ')],
  };
}

function used(rows: readonly ListedDataset[], isAll: boolean): Figure {
  const read = rows.filter((row) => readersOf(row.use) > 0);
  const unread = rows.filter((row) => readersOf(row.use) === 0).map(({ name }) => name);
  return {
    label: says.used,
    value: atLeast(read.length, !isAll),
    unit: says.ofDatasets(rows.length, isAll),
    context: [unread.length === 0 ? says.allRead : says.unread(unread)],
  };
}

function stored(rows: readonly ListedDataset[], isAll: boolean): Figure {
  const size = rows.reduce((all, { latest }) => all + (latest?.sizeBytes ?? 0), 0);
  return {
    label: says.size,
    value: bytes(size),
    context: [isAll ? says.ofNewest : says.ofNewestLoaded],
  };
}

function last(rows: readonly ListedDataset[], nowMs: number): Figure {
  const newest = rows
    .flatMap(({ name, latest }) => (latest === null ? [] : [{ name, latest }]))
    .sort((a, b) => b.latest.createdAt.localeCompare(a.latest.createdAt))[0];
  return {
    label: says.newest,
    value: newest === undefined ? '–' : relative(newest.latest.createdAt, nowMs),
    context: [
      newest === undefined
        ? says.noneYet
        : says.versionBy(newest.name, newest.latest.number, newest.latest.createdBy),
    ],
  };
}
