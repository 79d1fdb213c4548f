import type {
  Capture,
  DriftHistory,
  DriftReference,
  DriftRule,
  DriftWindow,
  LabelArrival,
  QualityRule,
  QualityWindow,
  Resolvers,
} from '../generated/schema';
import { durationMs } from '../../src/format/time';
import { DAY, HOUR, MINUTE, iso, numbersOf } from './clock';
import type { EndpointRow } from './endpoints';
import { globalId } from './ids';
import { present } from './present';
import { conflict, refusal } from './refusal';
import { find, type World } from './world';

/** What is kept of an endpoint's requests, and how well it did. */
export interface HealthRow {
  endpointId: string;
  capture: (Omit<Capture, 'dataset'> & { datasetId: string | null }) | null;
  rule: QualityRule | null;
  windows: QualityWindow[];
  driftRule: DriftRule | null;
  drift: DriftWindow[];
  past: DriftHistory | null;
  arrival: LabelArrival;
  /** Why revisions have no training profile, by number; the others have one. */
  withoutProfile: Readonly<Record<number, string>>;
}

const ENDPOINT = globalId('Endpoint', 'parcel-damage');

/** Of parcel-damage 1 % is kept; r22 and r23 are held against labels that come for two days. */
export function observe(world: World, how: Partial<HealthRow> = {}): HealthRow {
  const now = world.now();
  const dataset = world.datasets.find(({ name }) => name === 'parcel-damage captures') ?? {
    id: globalId('Dataset', 'parcel-damage-captures'),
    projectId: globalId('Project', 'parcel-vision'),
    name: 'parcel-damage captures',
    description: null,
    createdAt: iso(now - 40 * DAY),
    version: 1,
  };
  if (!world.datasets.includes(dataset)) world.datasets.push(dataset);
  captured(world, dataset.id);
  const row: HealthRow = {
    endpointId: ENDPOINT,
    capture: {
      share: 0.01,
      redact: ['query', 'user_id', 'ip'],
      retention: 'PT2160H',
      kept: 178_389,
      shortened: 12,
      version: 2,
      dropped: { noRoom: 29, refused: 0, unreadable: 2, total: 31 },
      datasetId: dataset.id,
    },
    rule: { output: 'label', measure: 'ACCURACY', window: 'P1D', horizon: 'P2D', version: 1 },
    driftRule: null,
    drift: [],
    past: null,
    arrival: { labels: 5_000, waiting: 127, median: 'PT4H10M12S', most: 'PT31H' },
    withoutProfile: {},
    windows: [...windowsOf(now, 22, 16, 9), ...windowsOf(now, 23, 5, 0)],
    ...how,
  };
  world.health = [row, ...world.health.filter(({ endpointId }) => endpointId !== row.endpointId)];
  return row;
}

/** The newest version of the captures, of which six rows are looked at. */
function captured(world: World, datasetId: string) {
  const next = numbersOf('captured');
  const at = world.now() - 32 * MINUTE;
  const id = globalId('DatasetVersion', 'parcel-damage-captures-16');
  if (world.datasetVersions.some((row) => row.id === id)) return;
  const firstRows = Array.from({ length: 6 }, (_, index) =>
    JSON.stringify({
      id: `01JD8R2M-${index}`,
      endpoint: 'parcel-damage',
      revision: index % 3 === 0 ? 23 : 22,
      time: iso(at + index * 337),
      latency_ms: 4 + next() * 9,
      inputs: {
        query: { datatype: 'BYTES', shape: [1], redacted: true },
        user_id: { datatype: 'INT64', shape: [1], redacted: true },
        pixels: { datatype: 'FP32', shape: [1, 3, 224, 224], size_bytes: 602_112, sha256: 'ab12'.repeat(16) },
        dock: { datatype: 'INT64', shape: [1], data: [4 + index] },
      },
      outputs: {
        label: { datatype: 'BYTES', shape: [1], data: [index % 2 === 0 ? 'whole' : 'torn'] },
        scores: { datatype: 'FP32', shape: [1, 5], data: [0.84, 0.1, 0.03, 0.02, 0.01] },
      },
    }),
  );
  world.datasetVersions.unshift({
    id,
    datasetId,
    number: 16,
    status: 'SEALED',
    digest: `sha256:${'16'.repeat(32)}`,
    sizeBytes: 4_100_000_000,
    createdAt: iso(at + MINUTE),
    createdBy: 'collector',
    rejection: null,
    error: null,
    retryAt: null,
    removedAt: null,
    version: 1,
    files: [],
    uploads: [],
    tables: [],
    firstRows,
  });
}

/** Days of one revision, newest first; the last two still count. */
function windowsOf(nowMs: number, revision: number, fromDaysAgo: number, toDaysAgo: number): QualityWindow[] {
  const next = numbersOf(`quality ${revision}`);
  const midnight = Math.floor(nowMs / DAY) * DAY;
  return Array.from({ length: fromDaysAgo - toDaysAgo + 1 }, (_, index): QualityWindow => {
    const day = midnight - (fromDaysAgo - index) * DAY;
    const frozen = day < midnight - 2 * DAY;
    const coverage = frozen ? 0.86 + next() * 0.06 : day < midnight ? 0.62 : 0.18;
    const predictions = revision === 23 ? 1_800 : 16_000;
    const labels = Math.round(predictions * coverage);
    const value = (revision === 23 ? 0.912 : 0.899) + (next() - 0.5) * 0.008;
    const half = 1.96 * Math.sqrt((value * (1 - value)) / labels);
    return {
      from: iso(day),
      to: iso(day + DAY),
      revision,
      measure: 'ACCURACY',
      value,
      low: value - half,
      high: Math.min(1, value + half),
      labels,
      predictions,
      coverage,
      frozen,
    };
  }).reverse();
}

const of = ({ health }: World, { id }: Pick<EndpointRow, 'id'>) =>
  health.find(({ endpointId }) => endpointId === id);

/** The last windows of a history. */
function newest(past: DriftHistory | null, windows: number): DriftHistory | null {
  if (past === null) return null;
  return {
    ...past,
    windows: past.windows.slice(-windows),
    features: past.features.map((feature) => ({ ...feature, points: feature.points.slice(-windows) })),
  };
}

/** One that nothing is kept of yet. */
const unobserved = (world: World, { id }: Pick<EndpointRow, 'id'>) =>
  of(world, { id }) ?? observe(world, { endpointId: id, capture: null, rule: null, windows: [] });

/** As the API bounds it. */
function boundDrift({ window, minRows }: { readonly window: string; readonly minRows: number }) {
  const ms = durationMs(window) ?? 0;
  if (ms < MINUTE || ms > 7 * DAY)
    throw refusal(
      'VALIDATION',
      `window: ${window} (expected: PT1M to PT168H, in whole seconds)`,
      'input.window',
    );
  if (minRows < 30 || minRows > 1_000_000)
    throw refusal('VALIDATION', `minRows: ${minRows} (expected: 30 to 1000000)`, 'input.minRows');
}

const RULE: Pick<DriftRule, 'alpha' | 'needed' | 'windows' | 'counted' | 'dropped'> = {
  alpha: 0.001,
  needed: 2,
  windows: 3,
  counted: 0,
  dropped: { noRoom: 0, unreadable: 0, total: 0 },
};

export const healthResolvers: Resolvers = {
  Revision: {
    driftReference: ({ endpointId, number }, _args, world): DriftReference | null => {
      const row = of(world, { id: endpointId });
      if (row === undefined) return null;
      const reason = row.withoutProfile[number] ?? null;
      return { features: reason === null ? 9 : null, rows: reason === null ? 2_400_000 : null, reason };
    },
  },
  Endpoint: {
    capture: (endpoint, _args, world) => {
      const capture = of(world, endpoint)?.capture ?? null;
      if (capture === null) return null;
      return {
        ...capture,
        dataset: capture.datasetId === null ? null : (find(world.datasets, capture.datasetId) ?? null),
      };
    },
    driftRule: (endpoint, _args, world) => of(world, endpoint)?.driftRule ?? null,
    drift: (endpoint, { first }, world) => (of(world, endpoint)?.drift ?? []).slice(0, first ?? 10),
    driftHistory: (endpoint, { first }, world) => newest(of(world, endpoint)?.past ?? null, first ?? 50),
    labelArrival: (endpoint, _args, world) =>
      of(world, endpoint)?.arrival ?? { labels: 0, waiting: 0, median: null, most: null },
    qualityRule: (endpoint, _args, world) => of(world, endpoint)?.rule ?? null,
    quality: (endpoint, { period }, world) =>
      (of(world, endpoint)?.windows ?? []).filter(
        ({ from }) => Date.parse(from) >= Date.parse(period.from) && Date.parse(from) < Date.parse(period.to),
      ),
  },
  Mutation: {
    setCapture: (_root, { input }, world) => {
      const endpoint = find(world.endpoints, input.endpointId);
      if (endpoint === undefined) throw refusal('NOT_FOUND', 'no such endpoint');
      const row = unobserved(world, endpoint);
      if ((row.capture?.version ?? null) !== (input.expectedVersion ?? null)) throw conflict('the capture');
      row.capture = {
        ...(row.capture ?? {
          kept: 0,
          shortened: 0,
          dropped: { noRoom: 0, refused: 0, unreadable: 0, total: 0 },
          datasetId: globalId('Dataset', 'parcel-damage-captures'),
        }),
        share: input.share,
        redact: present(input.redact),
        retention: input.retention ?? row.capture?.retention ?? 'PT2160H',
        version: (row.capture?.version ?? 0) + 1,
      };
      return endpoint;
    },
    setQuality: (_root, { input }, world) => {
      const endpoint = find(world.endpoints, input.endpointId);
      if (endpoint === undefined) throw refusal('NOT_FOUND', 'no such endpoint');
      const row = of(world, endpoint);
      if (row === undefined) throw refusal('CONFLICT', 'nothing is captured');
      if ((row.rule?.version ?? null) !== (input.expectedVersion ?? null)) throw conflict('the rule');
      if (row.capture?.redact.includes(input.output) === true)
        throw refusal(
          'VALIDATION',
          `output: ${input.output} (expected: one that is not redacted)`,
          'input.output',
        );
      const { output, measure, window, horizon } = input;
      const before = row.rule?.labelsDatasetId ?? null;
      const labelsDatasetId =
        input.collectLabels == null ? before : input.collectLabels ? labelsOf(endpoint) : null;
      const version = (row.rule?.version ?? 0) + 1;
      row.rule = { output, measure, window, horizon, labelsDatasetId, version };
      return endpoint;
    },
    setDrift: (_root, { input }, world) => {
      const endpoint = find(world.endpoints, input.endpointId);
      if (endpoint === undefined) throw refusal('NOT_FOUND', 'no such endpoint');
      const row = unobserved(world, endpoint);
      const { share, window, minRows } = {
        share: input.share ?? 1,
        window: input.window ?? 'PT1H',
        minRows: input.minRows ?? 100,
      };
      if ((row.driftRule?.version ?? null) !== (input.expectedVersion ?? null)) throw conflict('the rule');
      boundDrift({ window, minRows });
      row.driftRule = {
        ...(row.driftRule ?? RULE),
        share,
        window,
        minRows,
        version: (row.driftRule?.version ?? 0) + 1,
      };
      return endpoint;
    },
  },
};

/** Two features of a window: one drifted, one of which too few rows came. */
export function drift(world: World): void {
  const now = world.now();
  const bins = (observed: readonly number[], scale: number) => [
    ...observed.map((count, index) => ({
      from: index === 0 ? null : index * 5,
      to: index === observed.length - 1 ? null : (index + 1) * 5,
      category: null,
      missing: false,
      other: false,
      observedCount: count,
      referenceCount: 240_000 * scale,
    })),
    {
      from: null,
      to: null,
      category: null,
      missing: true,
      other: false,
      observedCount: 3,
      referenceCount: 900,
    },
  ];
  const shares = { divergence: 'JENSEN_SHANNON' as const, floor: 0.018, byChance: 0.0091 };
  const place = { divergence: 'NORMAL_SCORES' as const, floor: 0.05, byChance: 0.014 };
  observe(world, {
    driftRule: { ...RULE, share: 1, window: 'PT6H', minRows: 100, counted: 44_610, version: 1 },
    past: pastOf(now),
    drift: [
      {
        from: iso(now - 6 * HOUR),
        to: iso(now),
        judgedAt: iso(now),
        revision: 22,
        rows: 44_610,
        referenceRows: 2_400_000,
        unseenRows: 31_200,
        unseenInputs: ['coupon_code'],
        verdict: 'DRIFTED',
        features: [
          {
            name: 'query_length',
            kind: 'INPUT',
            verdict: 'DRIFTED',
            rows: 44_610,
            psi: 0.27,
            jensenShannon: 0.048,
            rankShift: 0.2,
            tests: [
              { ...shares, value: 0.048, pValue: 0.00002, adjustedPValue: 0.0004, drifted: true },
              { ...place, value: 0.27, pValue: 0.00001, adjustedPValue: 0.00002, drifted: true },
            ],
            bins: bins([2_100, 2_300, 2_600, 3_100, 3_700, 4_200, 4_800, 5_600, 7_200, 9_000], 1),
          },
          {
            name: 'coupon_value',
            kind: 'INPUT',
            verdict: 'INSUFFICIENT',
            rows: 58,
            psi: 0.17,
            jensenShannon: 0.02,
            rankShift: null,
            tests: [],
            bins: bins([9, 3, 5, 10, 3, 7, 8, 3, 6, 4], 1),
          },
        ],
      },
    ],
  });
}

const UNTESTED = { divergence: null, value: null, byChance: null, floor: null };

/** Eight windows, one of them missing: query_length drifts in the last three; of coupon_value too few rows come. */
function pastOf(nowMs: number): DriftHistory {
  const lengths = [0.02, 0.03, 0.02, 0.05, 0.12, 0.24, 0.26, 0.27];
  const coupons = [0.16, 0.15, 0.18, 0.16, null, 0.15, 0.18, 0.17];
  const windows = lengths.map((_psi, index) => {
    const from = nowMs - (8 - index + (index < 3 ? 1 : 0)) * 6 * HOUR;
    return {
      from: iso(from),
      to: iso(from + 6 * HOUR),
      rows: index === 4 ? 12 : 44_610,
      verdict:
        index === 4 ? ('INSUFFICIENT' as const) : index > 4 ? ('DRIFTED' as const) : ('STABLE' as const),
    };
  });
  return {
    revision: 22,
    windows,
    featureCount: 2,
    features: [
      {
        name: 'query_length',
        kind: 'INPUT',
        drifted: 3,
        points: lengths.map((psi, index) => ({
          psi,
          verdict: windows[index]?.verdict ?? 'STABLE',
          ...(index === 4
            ? UNTESTED
            : { divergence: 'NORMAL_SCORES' as const, value: psi, byChance: 0.014, floor: 0.05 }),
        })),
      },
      {
        name: 'coupon_value',
        kind: 'INPUT',
        drifted: 0,
        points: coupons.map((psi) => ({ psi, verdict: 'INSUFFICIENT', ...UNTESTED })),
      },
    ],
  };
}

function labelsOf({ name }: EndpointRow): string {
  return globalId('Dataset', `${name}-labels`);
}
