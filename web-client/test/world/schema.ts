import { buildSchema, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { schemaText } from '../../scripts/schema.js';
import type { Resolvers } from '../generated/schema';
import { accountResolvers } from './accounts';
import { budgetResolvers } from './budgets';
import { costResolvers } from './cost';
import { datasetResolvers } from './datasets';
import { deadLetterResolvers } from './deadletters';
import { endpointResolvers } from './endpoints';
import { invitationResolvers } from './invitations';
import { jobResolvers } from './jobs';
import { limitResolvers } from './limits';
import { liveResolvers } from './live';
import { modelResolvers } from './models';
import { nodeResolvers } from './nodes';
import { organisationResolvers } from './organisation';
import { peopleResolvers } from './people';
import { projectResolvers } from './projects';
import { runResolvers } from './runs';
import type { World } from './world';

const FEATURES: readonly Resolvers[] = [
  organisationResolvers,
  peopleResolvers,
  invitationResolvers,
  accountResolvers,
  limitResolvers,
  deadLetterResolvers,
  projectResolvers,
  costResolvers,
  budgetResolvers,
  datasetResolvers,
  runResolvers,
  jobResolvers,
  modelResolvers,
  endpointResolvers,
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
    if (typeof resolver === 'function') field.resolve = resolver;
    else field.subscribe = resolver.subscribe;
  }
}
