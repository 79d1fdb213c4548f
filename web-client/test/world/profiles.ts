import type { TableProfile } from '../generated/schema';
import { DAY, HOUR, iso, numbersOf } from './clock';

type Seed = readonly [
  name: string,
  type: string,
  missing: number,
  min: string,
  max: string,
  mean: number | null,
];

const COLUMNS: Readonly<Record<string, readonly [rows: number, columns: readonly Seed[]]>> = {
  'evening-routes': [
    182_431,
    [
      ['route', 'VARCHAR', 0, 'A-001', 'Z-118', null],
      ['departed_at', 'TIMESTAMP', 0, '2026-08-01 16:00:00', '2026-11-18 22:41:00', null],
      ['stops', 'INTEGER', 0, '3', '41', 17.4],
      ['distance_km', 'DOUBLE', 912, '1.2', '184.7', 46.3],
      ['rain_mm', 'DOUBLE', 21_904, '0', '38.5', 0.81],
      ['minutes', 'DOUBLE', 0, '11.5', '412.25', 126.9],
    ],
  ],
  'parcel-labels': [
    161_280,
    [
      ['image', 'VARCHAR', 0, 'belt-01/0000001.jpg', 'belt-12/0013440.jpg', null],
      ['label', 'VARCHAR', 37, 'dent', 'wet', null],
    ],
  ],
};

/** The version before it: one column by another name, one narrower, and fewer rows. */
const BEFORE: Readonly<Record<string, readonly [rows: number, columns: readonly Seed[]]>> = {
  'evening-routes': [
    179_004,
    [
      ['route', 'VARCHAR', 0, 'A-001', 'Z-118', null],
      ['departed_at', 'TIMESTAMP', 0, '2026-08-01 16:00:00', '2026-11-14 22:40:00', null],
      ['stops', 'SMALLINT', 0, '3', '41', 17.4],
      ['distance_km', 'DOUBLE', 537, '1.2', '184.7', 46.1],
      ['minutes', 'DOUBLE', 0, '11.5', '398.5', 118.2],
      ['weather', 'VARCHAR', 0, 'dry', 'wet', null],
    ],
  ],
};

/** How far columns moved since the version before. */
export const SHIFTS: Readonly<Record<string, number>> = {
  route: 0.0119,
  departed_at: 0.0042,
  stops: 0.0021,
  distance_km: 0.0338,
  minutes: 0.2314,
};

const BUCKETS = 16;

/** What the platform found in the newest version of a table; nothing for what is none. */
export function tablesOf(dataset: string, sizeBytes: number, nowMs: number): TableProfile[] {
  return tables(dataset, COLUMNS[dataset], sizeBytes, nowMs);
}

/** What it found in the version before. */
export function tablesBefore(dataset: string, sizeBytes: number, nowMs: number): TableProfile[] {
  return tables(dataset, BEFORE[dataset], sizeBytes, nowMs - 4 * DAY);
}

function tables(
  dataset: string,
  found: readonly [rows: number, columns: readonly Seed[]] | undefined,
  sizeBytes: number,
  nowMs: number,
): TableProfile[] {
  if (found === undefined) return [];
  const [rows, columns] = found;
  return [
    {
      name: `${dataset}.csv`,
      files: 1,
      sizeBytes,
      status: 'PROFILED',
      reason: null,
      rows,
      computedAt: iso(nowMs - 5 * HOUR),
      columns: columns.map(([name, type, missing, min, max, mean]) => ({
        name,
        type,
        missing,
        min,
        max,
        mean,
        deviation: mean === null ? null : mean / 3,
        distinct: type === 'VARCHAR' ? 118 : 9_120,
        histogram: mean === null ? [] : histogram(name, Number(min), Number(max), rows),
      })),
    },
  ];
}

function histogram(name: string, min: number, max: number, rows: number) {
  const next = numbersOf(name);
  const step = (max - min) / BUCKETS;
  return Array.from({ length: BUCKETS }, (_, index) => ({
    from: String(min + index * step),
    to: String(min + (index + 1) * step),
    count: Math.round((rows / 6) * Math.exp(-((index - 4) ** 2) / 14) * (0.7 + next() * 0.6)),
  }));
}

/** How the text of the newest version begins. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  'evening-routes': [
    'route,departed_at,stops,distance_km,rain_mm,minutes',
    'A-001,2026-11-18 16:02:11,17,46.3,0.4,126.5',
    'A-001,2026-11-18 17:40:00,16,44.9,,118.25',
    '"C-014, by way of the old harbour, the fish market and the ferry terminal",2026-11-18 16:10:42,31,102.7,1.2,301',
    'F-090,2026-11-18 16:15:09,3,,0,14.75',
    'Z-118,2026-11-18 16:31:00,41,184.7,0.2,412.25',
  ],
};

export function firstRowsOf(dataset: string): string[] {
  return [...(TEXTS[dataset] ?? [])];
}
