import type {
  LimitRefusals,
  PointMoment,
  PointUse,
  QuotaForecast,
  QuotaName,
  QuotaSource,
  RateLimit,
  Resolvers,
} from '../generated/schema';
import { DAY, HOUR, iso, MINUTE } from './clock';
import { keyCounts, weekOf } from './keys';
import { actorOf } from './organisation';
import { refusal } from './refusal';
import type { World } from './world';

export interface QuotaRow {
  name: QuotaName;
  limit: number | null;
  used: number;
  peak: number | null;
  source: QuotaSource;
  planLimit: number | null;
  setAt: string | null;
}

export const USUAL_RATE: RateLimit = {
  pointsPerMinute: 60_000,
  usedPointsPerMinute: 30_221,
  perKeyPointsPerMinute: 20_000,
};

export const NO_POINTS: PointUse = {
  points: 0,
  calls: 0,
  operations: [],
  callers: [],
  lastHour: [],
  lastDay: [],
};

export const RISING: QuotaForecast = { days: 75, earliestDays: 61, latestDays: 98, readings: 30 };

const TIB = 2 ** 40;

/** The quotas of the reference, with what the world has of what it has. */
export function quotasOf(world: World): QuotaRow[] {
  const pending = world.invitations.filter(({ status }) => status === 'PENDING').length;
  const jobs = (status: string) => world.jobs.filter((job) => job.status === status).length;
  const rows: [QuotaName, limit: number | null, used: number, peak?: number | null, QuotaSource?][] = [
    ['PROJECTS', 20, world.projects.length],
    ['MEMBERS', 25, world.members.length + pending],
    ['API_KEYS', 50, world.apiKeys.filter(({ revokedAt }) => revokedAt === null).length],
    ['STORED_BYTES', 12 * TIB, 8.42 * TIB],
    ['METRIC_POINTS_PER_MINUTE', 60_000, 18_640, 60_000],
    ['QUEUED_JOBS', 200, jobs('QUEUED'), 31],
    ['RUNNING_JOBS', 40, jobs('RUNNING'), 11],
    ['CPUS', 256, 208, 240, 'OPERATOR'],
    ['ENDPOINTS', 10, world.endpoints.length],
    ['OPEN_SOCKETS', null, 86, null],
  ];
  return rows.map(([name, limit, used, peak = Math.round(used), source = 'PLAN']) => ({
    name,
    limit,
    used: Math.round(used),
    peak,
    source,
    planLimit: source === 'OPERATOR' && limit !== null ? limit / 2 : limit,
    setAt: source === 'OPERATOR' ? '2026-10-02T08:12:00Z' : null,
  }));
}

/** Those of the reference that its limits can refuse. */
export function refusalsOf(world: World): LimitRefusals[] {
  const now = world.now();
  const sweep = { id: null, kind: 'JOB' as const, label: 'job damage-sweep-07' };
  const sweptAt = iso(now - 2 * DAY + 8 * HOUR - MINUTE);
  return [
    {
      limit: 'METRIC_POINTS_PER_MINUTE',
      refused: 1_212,
      lastAt: sweptAt,
      limitAtLast: 60_000,
      daily: [0, 0, 0, 0, 1_212, 0, 0],
      actors: [{ actor: sweep, refused: 1_212, lastAt: sweptAt, servedAt: null }],
    },
    {
      limit: 'API_KEY_RATE',
      refused: 386,
      lastAt: iso(now - 25 * MINUTE),
      limitAtLast: 10_000,
      daily: [0, 42, 0, 118, 96, 88, 42],
      actors: [
        {
          actor: actorOf('key:bi-export'),
          refused: 351,
          lastAt: iso(now - 25 * MINUTE),
          servedAt: iso(now - 25 * MINUTE + 11_000),
        },
        { actor: actorOf('key:dashboards'), refused: 20, lastAt: iso(now - DAY), servedAt: null },
        { actor: actorOf('engineer'), refused: 5, lastAt: iso(now - 3 * DAY), servedAt: null },
        { actor: actorOf('approver'), refused: 4, lastAt: iso(now - 3 * DAY), servedAt: null },
        { actor: actorOf('guest'), refused: 3, lastAt: iso(now - 3 * DAY), servedAt: null },
      ],
    },
    {
      limit: 'STORED_BYTES',
      refused: 1,
      lastAt: iso(now - 3 * DAY + HOUR),
      limitAtLast: 12 * TIB,
      daily: [0, 0, 0, 1, 0, 0, 0],
      actors: [
        {
          actor: actorOf('engineer'),
          refused: 1,
          lastAt: iso(now - 3 * DAY + HOUR),
          servedAt: iso(now - 3 * DAY + 2 * HOUR),
        },
      ],
    },
  ];
}

/** An hour of 30 thousand points a minute with a rush in it, and the day before it. */
export function pointUseOf(world: World): PointUse {
  const now = world.now();
  return {
    points: 38_214_000,
    calls: 1_240_300,
    operations: [
      ['RunsTable', 9_820_400, 31_204],
      ['CostTree', 5_310_000, 8_386],
      ['EndpointTraffic', 4_100_120, 62_880],
      ['logBatch', 2_700_300, 214_100],
      [null, 1_204_000, 19_700],
      ['LimitDetails', 320_000, 2_000],
    ].map(([name, points, calls]) => ({ name, points, calls }) as PointUse['operations'][number]),
    callers: [
      { actor: actorOf('key:bi-export'), points: 12_400_000, calls: 41_000, lastAt: iso(now - MINUTE) },
      { actor: actorOf('key:ci-train'), points: 9_100_000, calls: 311_000, lastAt: iso(now - MINUTE) },
      { actor: actorOf('engineer'), points: 3_020_000, calls: 12_400, lastAt: iso(now - HOUR) },
    ],
    lastHour: moments(now, 60, MINUTE),
    lastDay: moments(now, 144, 10 * MINUTE),
  };
}

/** The last of them has begun. */
function moments(now: number, number: number, apartMs: number): PointMoment[] {
  const last = Math.floor(now / apartMs) * apartMs;
  return Array.from({ length: number }, (_, index) => {
    const isRush = index >= 32 && index < 36;
    return {
      at: iso(last - (number - 1 - index) * apartMs),
      points: Math.round((isRush ? 57_000 : 26_000) + 4_000 * Math.sin(index / 5)),
      refused: index === 33 ? 42 : 0,
    };
  }).filter((_, index) => index % 17 !== 5);
}

function demand(world: World, permission: World['permissions'][number]) {
  if (!world.permissions.includes(permission)) throw refusal('FORBIDDEN', `${permission} is not granted`);
}

export const limitResolvers: Resolvers = {
  ApiKey: {
    lastWeek: (key) => weekOf(key),
  },
  Tenant: {
    quotas: (_tenant, _args, { quotas }) => quotas,
    rateLimit: (_tenant, _args, { rate }) => rate,
    operatorMail: (_tenant, _args, { operatorMail }) => operatorMail,
    refusals: (_tenant, _args, world) => {
      demand(world, 'AUDIT_READ');
      return world.refusals;
    },
    pointUse: (_tenant, { period }, world) => {
      demand(world, 'AUDIT_READ');
      const { pointUse: use } = world;
      const times = { HOUR: 1 / 24, DAY: 1, WEEK: 6 }[period];
      return { ...use, points: times * use.points };
    },
    storageForecast: (_tenant, _args, { storageForecast }) => storageForecast,
    apiKeyCounts: (_tenant, _args, world) => {
      demand(world, 'KEY_WRITE');
      return keyCounts(world);
    },
  },
};
