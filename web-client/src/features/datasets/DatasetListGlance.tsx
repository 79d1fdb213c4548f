import { atLeast, bytes, ofLoaded, orMore } from '@/format/number';
import { relative } from '@/format/time';
import { useNow } from '@/parts/now';
import { Strip, type Figure } from '@/parts/Strip';
import { stateOf, type ListedDataset } from './dataset-columns';
import { isUnread, readersOf } from './readers';
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
    last(rows, isAll, nowMs),
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
    context: [ofLoaded(told.length === 0 ? says.noneRejected : told.join(', '), rows.length, isAll)],
  };
}

function used(rows: readonly ListedDataset[], isAll: boolean): Figure {
  const read = rows.filter((row) => readersOf(row.use) > 0);
  const others = rows.filter((row) => readersOf(row.use) === 0);
  const unread = others.filter((row) => isUnread(row.use)).map(({ name }) => name);
  const notKnown = others.filter((row) => !isUnread(row.use)).map(({ name }) => name);
  const told = [
    ...(unread.length === 0 ? [] : [says.unread(unread)]),
    ...(notKnown.length === 0 ? [] : [says.notKnown(notKnown)]),
  ];
  return {
    label: says.used,
    value: atLeast(read.length, !isAll || notKnown.length > 0),
    unit: says.ofDatasets(rows.length, isAll),
    context: [ofLoaded(told.length === 0 ? says.allRead : told.join(', '), rows.length, isAll)],
  };
}

function stored(rows: readonly ListedDataset[], isAll: boolean): Figure {
  const size = rows.reduce((all, { latest }) => all + (latest?.sizeBytes ?? 0), 0);
  return {
    label: says.size,
    value: orMore(bytes(size), !isAll),
    context: [ofLoaded(says.ofNewest, rows.length, isAll)],
  };
}

function last(rows: readonly ListedDataset[], isAll: boolean, nowMs: number): Figure {
  const newest = rows
    .flatMap(({ name, latest }) => (latest === null ? [] : [{ name, latest }]))
    .sort((a, b) => b.latest.createdAt.localeCompare(a.latest.createdAt))[0];
  return {
    label: says.newest,
    value: newest === undefined ? '–' : relative(newest.latest.createdAt, nowMs),
    context: [
      ofLoaded(
        newest === undefined
          ? says.noneYet
          : says.versionBy(newest.name, newest.latest.number, newest.latest.createdBy),
        rows.length,
        isAll,
      ),
    ],
  };
}
