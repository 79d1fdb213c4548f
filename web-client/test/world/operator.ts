import type { QuotaName, Resolvers } from '../generated/schema';
import { iso } from './clock';
import { quotasOf } from './limits';
import { page } from './page';
import { conflict, refusal } from './refusal';
import type { World } from './world';

function operating(world: World): World {
  if (!world.operator) throw refusal('FORBIDDEN', 'for operators of the installation alone');
  return world;
}

function planned(world: World, name: QuotaName): number | null {
  return quotasOf(world).find((quota) => quota.name === name)?.planLimit ?? null;
}

export const operatorResolvers: Resolvers = {
  Query: {
    operatedTenant: (_root, { slug }, world) => {
      const { tenant } = operating(world);
      if (tenant.slug !== slug) throw refusal('NOT_FOUND', 'no such tenant');
      return tenant;
    },
  },
  Tenant: {
    deadLetters: (_tenant, args, world) => page(operating(world).deadLetters, args),
  },
  Mutation: {
    suspendTenant: (_root, _args, world) => {
      const { tenant } = operating(world);
      if (tenant.status !== 'ACTIVE') throw refusal('CONFLICT', 'the tenant is not ACTIVE');
      tenant.status = 'SUSPENDED';
      return tenant;
    },
    resumeTenant: (_root, _args, world) => {
      const { tenant } = operating(world);
      if (tenant.status !== 'SUSPENDED') throw refusal('CONFLICT', 'the tenant is not SUSPENDED');
      tenant.status = 'ACTIVE';
      return tenant;
    },
    setTenantPlan: (_root, { input }, world) => {
      const { tenant } = operating(world);
      if (!['small', 'standard'].includes(input.plan))
        throw refusal('VALIDATION', `plan: ${input.plan} (expected: one of small, standard)`, 'input.plan');
      if (tenant.plan !== input.expectedPlan) throw conflict('the plan');
      tenant.plan = input.plan;
      tenant.planSince = iso(world.now());
      return tenant;
    },
    setQuota: (_root, { input }, world) => {
      const quota = operating(world).quotas.find(({ name }) => name === input.name);
      if (quota === undefined) throw refusal('NOT_FOUND', 'no such quota');
      if ((input.expectedLimit ?? null) !== (quota.source === 'OPERATOR' ? quota.limit : null))
        throw conflict('the limit');
      quota.source = input.remove === true ? 'PLAN' : 'OPERATOR';
      quota.limit = input.remove === true ? planned(world, input.name) : Number(input.limit);
      quota.setAt = input.remove === true ? null : iso(world.now());
      return quota;
    },
    replayTenantDeadLetter: (_root, { id }, world) => {
      const letter = operating(world).deadLetters.find((row) => row.id === id);
      if (letter === undefined) throw refusal('NOT_FOUND', 'no such dead letter');
      if (letter.replayedAt !== null) throw conflict('the event');
      letter.replayedAt = iso(world.now());
      return letter;
    },
  },
};
