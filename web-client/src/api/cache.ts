import {
  cacheExchange,
  type Cache,
  type OptimisticMutationConfig,
  type Resolver,
  type UpdateResolver,
} from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import type { AddCommentMutationVariables } from './generated/comments';
import { embedded, possibleTypes } from './generated/embedded';
import type { TestChannelMutationVariables } from './generated/alerts';
import type { StartRolloutMutationVariables } from './generated/endpoints';
import type { SetModelAliasMutationVariables } from './generated/models';
import type { RetrainMutationVariables, SetRetrainingPolicyMutationVariables } from './generated/retraining';
import type { UpdateProjectMutationVariables } from './generated/projects';

/** A connection that grows page by page; pages of another size belong to another list. */
function paged(): Resolver {
  const resolve = relayPagination();
  return (parent, args, cache, info) => {
    const sameSize = Object.create(cache) as Cache;
    sameSize.inspectFields = (entity) =>
      cache
        .inspectFields(entity)
        .filter((field) => (field.arguments?.first ?? null) === (args.first ?? null));
    return resolve(parent, args, sameSize, info) as ReturnType<Resolver>;
  };
}

/** A list of runs: how many there are of each state stands beside whichever page of it brought that. */
function counted(): Resolver {
  const resolve = paged();
  return (parent, args, cache, info) => {
    const page = resolve(parent, args, cache, info);
    const list = cache.resolve(info.parentKey, info.fieldName, args);
    if (typeof page !== 'object' || page === null || Array.isArray(page) || typeof list !== 'string') {
      return page;
    }
    return { ...page, statusCounts: cache.resolve(list, 'statusCounts') };
  };
}

/** Objects are kept once, by type and id; connections grow page by page. One cache belongs to one tenant. */
export function normalisedCache() {
  return cacheExchange({
    keys: embedded,
    possibleTypes,
    resolvers: {
      Query: {
        projects: paged(),
        datasets: paged(),
        models: paged(),
        endpoints: paged(),
        jobs: paged(),
        alerts: paged(),
        alertRules: paged(),
        runs: counted(),
        waitingApprovals: paged(),
        usage: paged(),
        auditLog: paged(),
        activity: paged(),
        deadLetters: paged(),
        apiKeys: paged(),
      },
      Project: {
        datasets: paged(),
        experiments: paged(),
        models: paged(),
        endpoints: paged(),
        jobs: paged(),
      },
      Endpoint: { rollouts: paged() },
      Experiment: { runs: counted() },
      Dataset: { versions: paged(), expectationSuites: paged() },
      DatasetVersion: { files: paged(), tables: paged() },
      Validation: { results: paged() },
      RegisteredModel: { versions: paged() },
      RetrainingPolicy: { runs: paged() },
      Viewer: { inbox: paged() },
      Tenant: {
        members: paged(),
        teams: paged(),
        invitations: paged(),
        serviceAccounts: paged(),
        deadLetters: paged(),
      },
    },
    updates: { Mutation: FORGETS },
    optimistic: AT_ONCE,
  });
}

/**
 * What a change is shown to come to before the platform has answered; a refusal takes it back. Only where nobody acts on
 * it meanwhile: rights, money, capacity and traffic are shown when they are so.
 */
const AT_ONCE: OptimisticMutationConfig = {
  updateProject: (args, cache) => {
    const { input } = args as unknown as UpdateProjectMutationVariables;
    const id = String(input.id);
    const [name, description] = ['name', 'description'].map((field) => cache.resolve(`Project:${id}`, field));
    if (name === undefined || description === undefined) return null;
    // What is left out stays as it is known.
    return {
      __typename: 'Project',
      id,
      name: input.name ?? name,
      description: input.description ?? description,
    };
  },
};

/** What may be talked about. */
const COMMENTED = ['Run', 'DatasetVersion', 'ModelVersion', 'Endpoint', 'Job'];

/** What was said stands at the end of what is said there; of what kind the thing is, its id does not tell. */
const ADD_COMMENT: UpdateResolver = (result, args, cache) => {
  const { input } = args as unknown as AddCommentMutationVariables;
  for (const __typename of COMMENTED) {
    const thing = { __typename, id: String(input.subjectId) };
    const said = cache.resolve(thing, 'comments');
    if (Array.isArray(said)) cache.link(thing, 'comments', [...said, result.addComment] as string[]);
  }
};

/** Fields of the query root, and of every project, that each mutation makes out of date. */
const FORGETS: Record<string, UpdateResolver> = {
  addComment: ADD_COMMENT,
  createProject: forgetting('projects', 'search'),
  updateProject: forgetting('search'),
  createDataset: forgetting('datasets', 'dataset', 'search'),
  createExperiment: forgetting('experiments', 'search'),
  createRun: forgetting('runs', 'search'),
  updateRun: forgettingRuns('search'),
  archiveRun: forgettingRuns(),
  unarchiveRun: forgettingRuns(),
  submitJob: forgetting('jobs', 'runs', 'search'),
  runTransform: forgetting('jobs', 'search'),
  validate: forgetting('jobs'),
  cancelJob: forgetting('jobs', 'runs'),
  registerModelVersion: forgetting('models', 'waitingApprovals', 'search'),
  approveModelVersion: forgetting('waitingApprovals'),
  rejectModelVersion: forgetting('waitingApprovals'),
  archiveModelVersion: forgetting('waitingApprovals'),
  // An alias has no id of its own: its model's list is asked for again.
  setModelAlias: (_result, args, cache) => {
    const { input } = args as unknown as SetModelAliasMutationVariables;
    cache.invalidate({ __typename: 'RegisteredModel', id: String(input.modelId) }, 'aliases');
  },
  setRetrainingPolicy: (_result, args, cache) => {
    const { input } = args as unknown as SetRetrainingPolicyMutationVariables;
    cache.invalidate({ __typename: 'RegisteredModel', id: String(input.modelId) }, 'retraining');
  },
  retrain: (_result, args, cache) => {
    const { policyId } = args as unknown as RetrainMutationVariables;
    forget(cache, `RetrainingPolicy:${String(policyId)}`, ['runs', 'status', 'breaker', 'budget']);
  },
  deploy: forgetting('endpoints', 'search'),
  stopEndpoint: forgetting('endpoints'),
  startRollout: (_result, args, cache) => {
    const { input } = args as unknown as StartRolloutMutationVariables;
    forget(cache, `Endpoint:${String(input.endpointId)}`, ['rollouts']);
  },
  createAlertRule: forgetting('alertRules', 'alerts'),
  deleteAlertRule: forgetting('alertRules', 'alerts'),
  createChannel: forgetting('channels'),
  deleteChannel: forgetting('channels', 'alertRules'),
  testChannel: (_result, args, cache) => {
    const { id } = args as unknown as TestChannelMutationVariables;
    forget(cache, `Channel:${String(id)}`, ['deliveries']);
  },
  createApiKey: forgetting('apiKeys'),
  revokeApiKey: forgetting('apiKeys'),
  rotateApiKey: forgetting('apiKeys'),
  setBudget: forgetting('budgets'),
  removeBudget: forgetting('budgets'),
  setMemberGrants: forgettingOfTenant('roles'),
  removeMember: forgettingOfTenant('members', 'teams', 'roles'),
  createRole: forgettingOfTenant('roles'),
  deleteRole: forgettingOfTenant('roles'),
  createTeam: forgettingOfTenant('teams', 'members', 'roles'),
  setTeamMembers: forgettingOfTenant('members'),
  setTeamGrants: forgettingOfTenant('roles'),
  createServiceAccount: forgettingOfTenant('serviceAccounts', 'roles'),
  setServiceAccountGrants: forgettingOfTenant('roles'),
  deleteServiceAccount: (result, args, cache, info) => {
    forgettingOfTenant('serviceAccounts', 'roles')(result, args, cache, info);
    forget(cache, 'Query', ['apiKeys']);
  },
  setSignOnProvider: forgettingOfTenant('signOnProvider'),
  removeSignOnProvider: forgettingOfTenant('signOnProvider'),
  addSignOnDomain: forgettingOfTenant('signOnDomains'),
  verifySignOnDomain: forgettingOfTenant('signOnProvider'),
  removeSignOnDomain: forgettingOfTenant('signOnDomains', 'signOnProvider'),
  inviteMember: forgettingOfTenant('invitations', 'roles'),
  resendInvitation: forgettingOfTenant('invitations'),
  revokeInvitation: forgettingOfTenant('invitations', 'roles'),
  transferOwnership: forgettingOfTenant('members'),
  deleteTeam: forgettingOfTenant('teams', 'members', 'roles'),
};

/** What is asked for again next time: where a new thing belongs in a list is the platform's to decide. */
function forgetting(...fields: readonly string[]): UpdateResolver {
  return (_result, _args, cache) => {
    forget(cache, 'Query', fields);
    for (const project of projectsKnown(cache)) forget(cache, project, fields);
  };
}

/** Lists that a run may no longer be in, or be in from now on: those of its experiment too. */
function forgettingRuns(...fields: readonly string[]): UpdateResolver {
  const forgetRuns = forgetting('runs', ...fields);
  return (result, args, cache, info) => {
    forgetRuns(result, args, cache, info);
    const { id, input } = args as { readonly id?: string; readonly input?: { readonly id: string } };
    const experiment = cache.resolve({ __typename: 'Run', id: id ?? input?.id ?? '' }, 'experiment');
    if (typeof experiment === 'string') forget(cache, experiment, ['runs']);
  };
}

/** As above, of what the organisation holds. */
function forgettingOfTenant(...fields: readonly string[]): UpdateResolver {
  return (_result, _args, cache) => {
    const tenant = cache.resolve('Query', 'tenant');
    if (typeof tenant === 'string') forget(cache, tenant, fields);
  };
}

function forget(cache: Cache, entity: string, names: readonly string[]) {
  for (const { fieldName, fieldKey } of cache.inspectFields(entity)) {
    if (names.includes(fieldName)) cache.invalidate(entity, fieldKey);
  }
}

/** Keys of the projects that were reached by id. */
function projectsKnown(cache: Cache): string[] {
  return cache
    .inspectFields('Query')
    .filter(({ fieldName }) => fieldName === 'node' || fieldName === 'project')
    .map(({ fieldKey }) => cache.resolve('Query', fieldKey))
    .filter((key): key is string => typeof key === 'string' && key.startsWith('Project:'));
}
