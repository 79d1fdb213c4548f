import type { QuotaName, QuotaSource, RateLimit, Resolvers } from '../generated/schema';
import type { World } from './world';

export interface QuotaRow {
  name: QuotaName;
  limit: number | null;
  used: number;
  source: QuotaSource;
}

export const USUAL_RATE: RateLimit = {
  pointsPerMinute: 60_000,
  usedPointsPerMinute: 30_221,
  perKeyPointsPerMinute: 20_000,
};

const TIB = 2 ** 40;

/** The quotas of the reference, with what the world has of what it has. */
export function quotasOf(world: World): QuotaRow[] {
  const pending = world.invitations.filter(({ status }) => status === 'PENDING').length;
  const jobs = (status: string) => world.jobs.filter((job) => job.status === status).length;
  const rows: [QuotaName, limit: number | null, used: number, QuotaSource?][] = [
    ['PROJECTS', 20, world.projects.length],
    ['MEMBERS', 25, world.members.length + pending],
    ['STORED_BYTES', 12 * TIB, 8.42 * TIB],
    ['METRIC_POINTS_PER_MINUTE', 60_000, 18_640],
    ['QUEUED_JOBS', 200, jobs('QUEUED')],
    ['RUNNING_JOBS', 40, jobs('RUNNING')],
    ['CPUS', 256, 208, 'OPERATOR'],
    ['ENDPOINTS', 10, world.endpoints.length],
    ['OPEN_SOCKETS', null, 86],
  ];
  return rows.map(([name, limit, used, source = 'PLAN']) => ({
    name,
    limit,
    used: Math.round(used),
    source,
  }));
}

export const limitResolvers: Resolvers = {
  Tenant: {
    quotas: (_tenant, _args, { quotas }) => quotas,
    rateLimit: (_tenant, _args, { rate }) => rate,
  },
};
