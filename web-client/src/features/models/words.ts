import { fewNames } from '@/format/names';
import { atLeast, counted, outOf } from '@/format/number';

/** What the pages of models say. */
export const words = {
  aliasDialog: {
    title: (name: string) => `Set an alias of ${name}`,
    moveFromVAll: (number: string | number) => `Move from v${number} all the same`,
    pointAtV: (number: number) => `Point at v${number}`,
    nowV: (name: string, number: number) => `${name}, now v${number}`,
    newAlias: 'A new alias…',
    hint: '2 to 63 small letters, digits and hyphens',
    someoneMovedItMeanwhile: 'Someone moved it meanwhile.',
    noVersion: 'no version',
    youSaw: (name: string, seen: string, now: string) =>
      `You saw ${name} at ${seen}; it points at ${now} now. Nothing was changed.`,
    anAlias: 'An alias is a name that programs load a model by, such as champion.',
    pointsAtVAlready: (alias: string, to: number) => `${alias} points at v${to} already.`,
    newAndWill: (alias: string, to: number) => `${alias} is new and will point at v${to}.`,
    willPointAtV: (alias: string, to: number, from: number) =>
      `${alias} will point at v${to} instead of v${from}.`,
    programsThatLoadGet: (moved: string, model: string, alias: string, to: number) =>
      `${moved} Programs that load ${model}@${alias} get v${to} from their next load on; endpoints keep what they serve.`,
  },
  archiveDialog: {
    title: (name: string, number: number) => `Archive ${name} v${number}?`,
    verb: (number: number) => `Archive v${number}`,
    aliasPoints: (aliases: string) => `The alias ${aliases} points`,
    aliasesPoint: (aliases: string) => `The aliases ${aliases} point`,
    pointsAtIt: (aliases: string) => `${aliases} at it.`,
    moveToAnotherVersion: (n: number) => `Move ${n === 1 ? 'it' : 'them'} to another version first.`,
    noEndpointServes: 'No endpoint serves it now.',
    stillServed: (endpoints: string, n: number, shares: string) =>
      `${endpoints} ${n === 1 ? 'goes' : 'go'} on serving it, at ${shares} of the traffic.`,
    forGood: (served: string) =>
      `It can then no more be deployed or get an alias, for good. Its files and its passport stay. ${served}`,
  },
  decideDialog: {
    approve: (name: string) => `Approve ${name}?`,
    reject: (name: string) => `Reject ${name}?`,
    approveV: (number: number) => `Approve v${number}`,
    rejectV: (number: number) => `Reject v${number}`,
    youRegisteredThisVersion: 'You registered this version.',
    anotherPersonWhoMay:
      'Another person who may approve models has to decide on it; the platform refuses whoever registered it, and their API keys.',
    itMay: 'It may then be deployed. Your name and the checks below are kept with it.',
    canThenNeither:
      'It can then neither be deployed nor get an alias. This cannot be taken back; register it anew instead.',
    hint: 'Kept with the decision, for whoever asks later',
    didNotPass: ' did not pass',
  },
  decisions: {
    registered: (name: string) => `Registered from ${name}`,
    checksPassed: (approved: boolean, n: number, checksN: number) =>
      `${approved ? 'Approved' : 'Rejected'}, ${n} of ${checksN} checks passed`,
    aliasPointsHere: (name: string) => `Alias ${name} points here`,
  },
  deploy: {
    expectedName: 'Expected 2 to 63 small letters, digits and hyphens, beginning with a letter',
    expectedFromZero: 'Expected a whole number, 0 or more',
    expectedFromOne: 'Expected a whole number, 1 or more',
    expectedOrMore: (min: number) => `Expected ${min} or more, as many as the minimum`,
    expectedANumberAbove: 'Expected a number above 0',
    expectedWhole: 'Expected a whole number above 0',
    expectedPercent: 'Expected a whole number from 0 to 100',
  },
  deployDialog: {
    title: (name: string, number: number) => `Deploy ${name} v${number}`,
    verb: (number: number) => `Deploy v${number}`,
    hint: 'One that is there gets a new revision; any other name makes a new endpoint',
    minimumReplicas: 'Minimum replicas',
    maximumReplicas: 'Maximum replicas',
    coresOfEach: 'Cores of each',
    memoryOfEachMib: 'Memory of each, MiB',
    trafficOnce: 'Traffic once it is ready, percent',
    whatIsLeftStays: 'What is left stays with the revisions that have it now',
    billed: (minReplicas: string, formMinReplicas: string) =>
      `${minReplicas} ${formMinReplicas === '1' ? 'replica starts' : 'replicas start'}, billed from then on.`,
    newEndpointSends: (begin: string, endpointName: string) =>
      `${begin} The new endpoint ${endpointName} sends it all its traffic once it is ready.`,
    servesNothingNow: (begin: string, existing: string) =>
      `${begin} ${existing} serves nothing now, so that it gets all traffic once it is ready.`,
    takesOverAll: (begin: string, existing: string) =>
      `${begin} It takes over all of ${existing}’s traffic once it is ready; the revisions before it drain and end.`,
    takesOfTraffic: (begin: string, weight: string, existing: string) =>
      `${begin} It takes ${weight} % of ${existing}’s traffic once it is ready; the others go on with the rest.`,
  },
  identity: {
    registered: 'Registered by',
    dataSet: 'Data set',
    costToTrain: 'Cost to train',
  },
  lineage: {
    dataSet: 'Data set',
    notSealedYet: 'not sealed yet',
    by: (createdBy: string) => `by ${createdBy}`,
    modelVersion: 'Model version',
    endpointRevision: 'Endpoint revision',
    itsTraffic: (weight: number) => `${weight} % of its traffic`,
    noTraffic: 'no traffic',
    notStarted: 'not started',
    notEnded: 'not ended',
  },
  measures: {
    againstTheIncumbent: 'Against the incumbent',
    noOtherVersionHas: 'no other version has an alias or traffic',
    vBesideV: (number: number, targetNumber: number, name: string) =>
      `v${number} beside v${targetNumber}, ${name}`,
    noMetrics: 'No metrics',
    runBehind: 'The run behind this version logged none, so that there is nothing to judge it by.',
  },
  model: {
    takes: (endpoint: string, weight: number) => `${weight} % of ${endpoint}`,
    signatureJsonIsThere: 'signature.json is there',
    noSignatureJson: 'no signature.json',
    runNamesNo: 'the run names no data set version',
    dataSetVersions: (validated: number, n: number) => `${validated} of ${n} data set versions are validated`,
    whetherAllAreStored: 'whether all are stored is looked up when you decide',
  },
  modelColumns: {
    metric: 'Metric of latest',
    metricOf: (metric: string, run: string) => `${metric} of ${run}, which the latest version came of`,
    registered: 'Registered by',
    live: 'Live endpoint',
    others: (n: number) => ` and ${n} more`,
    liveAs: (endpoint: string, version: number | null, weight: number) =>
      `${weight} % of ${endpoint}${version === null ? '' : ` by v${version}`}`,
  },
  listGlance: {
    live: 'Live models',
    ofModels: (n: number, isAll: boolean) => outOf(n, isAll, 'model', 'models'),
    noneLive: 'None served by an endpoint',
    atEndpoints: (n: number, isAll: boolean) => `at ${counted(n, 'endpoint', 'endpoints', !isAll)}`,
    latestLive: 'Serving their latest version',
    ofLive: (n: number, isAll: boolean) => `of ${atLeast(n, !isAll)} live`,
    noneOlder: 'None on an older version',
    older: (names: readonly string[]) => `${fewNames(names)} on an older one`,
    awaiting: 'Awaiting approval',
    noneAwaiting: 'None awaiting approval',
    version: (name: string, number: number) => `${name} v${number}`,
    registered: 'Last registered',
    noneRegistered: 'No version yet',
    versionBy: (name: string, number: number, who: string) => `${name} v${number} by ${who}`,
  },
  modelListPage: {
    title: 'No models yet',
    text: 'A model is what a finished run left, registered under a name, so that people can decide on it and serve it. Register one from a run’s artifacts, or by the API:',
  },
  modelPage: {
    allModels: 'All models',
    what: 'Could not load the model',
    latestVersion: 'Latest version',
    label: 'Loading the model',
  },
  modelVersionView: {
    notServed: 'not served',
    r: (name: string, number: number, weight: number) => `${name} r${number} at ${weight} %`,
    live: (revisions: string) => `live as ${revisions}`,
    toTrain: (amount: string) => `${amount} to train`,
    what: 'Could not load all of it',
    vIsAwaitingApproval: (number: number) => `v${number} is awaiting approval.`,
    registered: (author: string) => `Registered by ${author}`,
    note: 'what it was made of, and what came of it',
  },
  signatureTable: {
    end: 'Open Inference Protocol',
    title: 'No signature',
    runLeftNo:
      'The run left no signature.json that can be read beside its model. Callers have to know the tensors by themselves, and the endpoint’s page has no form to try it.',
  },
  versionActions: {
    approveV: (number: number) => `Approve v${number}…`,
    rejectV: (number: number) => `Reject v${number}…`,
    deployV: (number: number) => `Deploy v${number}…`,
    setAnAlias: (number: number) => `Set an alias of v${number}…`,
    archiveV: (number: number) => `Archive v${number}…`,
    setAlias: 'Set alias',
  },
  versionTable: {
    all: (n: number) => `all ${n}`,
    theNewest: (n: number) => `the newest ${n}`,
    label: 'All versions',
    fromRun: 'From run',
    decided: 'Decided by',
  },
} as const;
