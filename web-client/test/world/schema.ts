import { buildSchema, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { schemaText } from '../../scripts/schema.js';
import type { Resolvers } from '../generated/schema';
import { activityResolvers } from './activity';
import { accountResolvers } from './accounts';
import { alertResolvers } from './alerts';
import { budgetResolvers } from './budgets';
import { channelResolvers } from './channels';
import { checkResolvers } from './checks';
import { commentResolvers } from './comments';
import { collectorResolvers } from './collectors';
import { costResolvers } from './cost';
import { datasetResolvers } from './datasets';
import { deadLetterResolvers } from './deadletters';
import { differenceResolvers } from './differences';
import { endpointResolvers } from './endpoints';
import { inboxResolvers } from './inbox';
import { healthResolvers } from './health';
import { invitationResolvers } from './invitations';
import { jobResolvers } from './jobs';
import { limitResolvers } from './limits';
import { liveResolvers } from './live';
import { loggingResolvers } from './logging';
import { modelResolvers } from './models';
import { nodeResolvers } from './nodes';
import { operatorResolvers } from './operator';
import { organisationResolvers } from './organisation';
import { peopleResolvers } from './people';
import { previewResolvers } from './previews';
import { projectResolvers } from './projects';
import { removalResolvers } from './removal';
import { retrainingResolvers } from './retraining';
import { rolloutResolvers } from './rollouts';
import { runResolvers } from './runs';
import { signOnResolvers } from './signon';
import { transformResolvers } from './transforms';
import { refusal } from './refusal';
import { REFUSED_WITHOUT } from './rights';
import { permissionsIn, type World } from './world';

const FEATURES: readonly Resolvers[] = [
  organisationResolvers,
  peopleResolvers,
  invitationResolvers,
  accountResolvers,
  limitResolvers,
  signOnResolvers,
  deadLetterResolvers,
  operatorResolvers,
  projectResolvers,
  removalResolvers,
  costResolvers,
  budgetResolvers,
  datasetResolvers,
  differenceResolvers,
  transformResolvers,
  previewResolvers,
  collectorResolvers,
  checkResolvers,
  runResolvers,
  loggingResolvers,
  jobResolvers,
  modelResolvers,
  retrainingResolvers,
  endpointResolvers,
  rolloutResolvers,
  healthResolvers,
  alertResolvers,
  channelResolvers,
  inboxResolvers,
  commentResolvers,
  activityResolvers,
  nodeResolvers,
  liveResolvers,
];

type Resolve = GraphQLFieldResolver<unknown, World>;
interface Stream {
  readonly subscribe: Resolve;
}

/** The API's own schema, answered from a world: a field it does not have fails here as it would there. */
export function standInSchema(): GraphQLSchema {
  const schema = buildSchema(schemaText);
  for (const feature of FEATURES) {
    for (const [typeName, fields] of Object.entries(feature))
      attach(schema, typeName, fields as Record<string, Resolve | Stream>);
  }
  return schema;
}

/** Refused as the API does where the person lacks what the field needs. */
function guarded(field: string, resolve: Resolve): Resolve {
  const needed = REFUSED_WITHOUT[field];
  if (needed == null) return resolve;
  return (source, args, world, info) => {
    const { projectId = null } = (source ?? {}) as { readonly projectId?: string | null };
    const place = field.startsWith('Project.') ? (source as { readonly id: string }).id : projectId;
    if (!permissionsIn(world, place).includes(needed))
      throw refusal('FORBIDDEN', `${needed} is not granted to you`);
    return resolve(source, args, world, info);
  };
}

function attach(schema: GraphQLSchema, typeName: string, resolvers: Record<string, Resolve | Stream>) {
  const type = schema.getType(typeName);
  if (type === undefined) throw new Error(`the schema has no type ${typeName}`);
  for (const [name, resolver] of Object.entries(resolvers)) {
    if (name === '__resolveType') {
      Object.assign(type, { resolveType: resolver });
      continue;
    }
    const field = isObjectType(type) ? type.getFields()[name] : undefined;
    if (field === undefined) throw new Error(`the schema has no field ${typeName}.${name}`);
    if (typeof resolver === 'function') field.resolve = guarded(`${typeName}.${name}`, resolver);
    else field.subscribe = resolver.subscribe;
  }
}
