import { fewNames } from '@/format/names';
import { atLeast, count, counted, outOf } from '@/format/number';

/** What the pages of endpoints say. */
export const words = {
  answerView: {
    label: (name: string) => `${name}, table`,
    notShown: (n: number) => `${counted(n, 'more row', 'more rows')} not shown.`,
  },
  callIt: {
    title: 'Call it',
    label: (open: string) => `Snippet, ${open}`,
  },
  changeMarks: {
    ready: (number: number) => `r${number} ready`,
    replicas: (before: number, after: number) =>
      before === after
        ? `${counted(after, 'replica', 'replicas')}, some new`
        : `${before} → ${after} replicas`,
    started: (number: number) => `rollout of r${number}`,
    share: (number: number, weight: number) => `r${number} to ${weight} %`,
    rolledBack: (number: number) => `r${number} rolled back`,
  },
  charts: {
    note: 'ms, at the gateway',
  },
  columns: {
    header: 'Last 60 min',
    label: (requests: number) => `Requests of the last 60 minutes, ${requests} in all`,
    of: (ready: number, wanted: number) => `${ready} of ${wanted}`,
    spent: 'This month',
    deployed: 'Last deployed',
  },
  driftFigure: {
    notHeldAgainst: 'not held against the training',
    noWindowJudgedYet: 'no window judged yet',
    switchedOff: 'switched off',
    orMore: ' or more',
    unit: (featureCount: number) => `of ${count(featureCount)} drifted`,
    stable: (when: string) => `stable to ${when}`,
  },
  endpointHead: {
    label: 'Copy URL',
    asOf: 'as of',
  },
  endpointListPage: {
    trafficOfTheLast: 'traffic of the last 60 minutes',
    title: 'No endpoints yet',
    text: 'An endpoint answers predictions over REST and gRPC with a model version that was approved. Open such a version and deploy it: its first deployment makes the endpoint.',
    chooseAModel: 'Choose a model',
  },
  endpointPage: {
    allEndpoints: 'All endpoints',
    what: 'Could not load the endpoint',
  },
  endpointView: {
    what: 'Could not bring it up to date',
  },
  figures: {
    replicasReady: 'Replicas ready',
    onAverage: (rate: string, label: string) => `${rate} on average in ${label}`,
    noRequests: (label: string) => `no requests in ${label}`,
    highestMs: (rate: string) => `highest ${rate} ms`,
    ofRequests: (errors: number, requests: number) => `${count(errors)} of ${count(requests)} requests`,
    unit: (wanted: number, more = false) => `of ${atLeast(wanted, more)} wanted`,
    toAllowed: (min: number, max: number) => `${min} to ${max} allowed`,
    thisMonth: 'this month',
    tooFewRequests: (requests: number, fewest: number) =>
      `too few requests for a price per 1,000: ${count(requests)}, from ${count(fewest)} on`,
    noLedgerLineYet: 'no ledger line yet',
    roundedOfRequests: (requests: number) => `rounded, of ${count(requests)} requests`,
  },
  inputs: {
    inTraining: (start: string, end: string) => `, ${start} to ${end} in training`,
    values: (size: number) => `${size} values`,
    hint: (datatype: string, many: string) => `${datatype}, ${many} with commas between`,
    valuesExpected: (n: number, size: number) => `${n} values (expected: ${size})`,
    wholeNumber: 'a whole number',
    trueOrFalse: 'true or false',
    aNumber: 'a number',
    expected: (what: string, type: string) => `${what} (expected: ${type})`,
    noJson: 'This is no JSON.',
    expectedAnArray: 'Expected an array of tensors, each with name, datatype, shape and data.',
  },
  listGlance: {
    serving: 'Serving',
    ofEndpoints: (n: number, isAll: boolean) => outOf(n, isAll, 'endpoint', 'endpoints'),
    allServe: 'All serve',
    inState: (n: number, state: string) => `${count(n)} ${state.toLowerCase()}`,
    traffic: 'Traffic',
    perMinute: 'requests/min',
    errors: 'Errors',
    allScaled: 'All scaled as wanted',
    short: (names: readonly string[]) => `too few: ${fewNames(names)}`,
    spent: 'Spent this month',
    byEndpoints: (n: number, isAll: boolean) =>
      isAll ? `by ${counted(n, 'listed endpoint', 'listed endpoints')}` : `by the ${count(n)} loaded`,
  },
  overview: {
    rollBackVerb: 'Roll back…',
    shiftTrafficVerb: 'Shift traffic…',
    stopVerb: 'Stop the endpoint…',
    rollBack: 'Roll back',
    shiftTraffic: 'Shift traffic',
    openTheRollout: 'Open the rollout',
    rolloutAwaits: 'A rollout awaits a decision.',
    rolloutIsUnder: 'A rollout is under way.',
    splitsTheTraffic: 'It splits the traffic step by step.',
    chartsNotNew: 'Could not bring the charts up to date',
    nothingServesRequestsNow: 'Nothing serves requests now.',
  },
  replicaTable: {
    end: 'each is a job, billed while it holds its machine',
    label: 'All replicas',
    title: 'No replicas',
    noneWasStartedYet: 'None was started yet, or all ended long ago.',
    header: 'In flight',
    replica: 'Replica',
    name: (revision: number, slot: number) => `r${revision}-${slot + 1}`,
    jobOf: (name: string) => `The job of ${name}`,
  },
  revisionTable: {
    measured: (period: string) => `errors over ${period}; requests and p95 in the latest interval`,
    label: 'All revisions',
    weights: (revisions: string) => `Weights: ${revisions}`,
    requests: 'Requests',
    of: (n: number, all: number) => `${n} of ${all}`,
    readySince: 'Ready since',
  },
  revisions: {
    modelYouCannot: 'a model you cannot see',
  },
  rollBackDialog: {
    title: (name: string) => `Roll ${name} back?`,
    rollBack: 'Roll back',
    rollBackToR: (number: number) => `Roll back to r${number}`,
    allRequestsMinGo: (rate: string) =>
      `All ${rate} requests/min go back to the revision that had them before`,
    historyR: (number: number, modelName: string) => `: by its history r${number}, ${modelName}`,
    rLoses: (number: number, modelName: string, weight: number, expected: string) =>
      `r${number}, ${modelName}, loses its ${weight} % (${expected}) and drains.`,
    isReady: 'It is ready, so that this takes effect at once.',
    hasEnded:
      'It has ended, so that it is started again as a new revision; what serves now goes on until that one is ready.',
  },
  shiftDialog: {
    title: (name: string) => `Shift the traffic of ${name}`,
    verb: 'Shift traffic',
    overwrite: 'Shift to mine',
    endpointChanged: 'The endpoint changed meanwhile.',
    splitNow: (now: string) => `It is split ${now} now; nothing was shifted.`,
    label: (number: number) => `Percent of the traffic for r${number}`,
    requestsMin: (total: number, rate: string) => `${total} % of ${rate} requests/min`,
    addsUp: 'adds up',
    letEnd: (revisions: string) => `Let ${revisions} end.`,
    elseItsReplicasStay:
      'Else its replicas stay ready with 0 %, and billed, so that one can go back at once.',
  },
  stopDialog: {
    title: (name: string) => `Stop ${name}?`,
    verb: (name: string) => `Stop ${name}`,
    answersRequestsMin: (rate: string) =>
      `It answers ${rate} requests/min now; from then on callers get an error.`,
    gotNoRequest: 'It got no request in the last minutes; from then on callers get an error.',
    onItsWay: 'What is on its way ends.',
    whatStarted: (revisions: string, n: number, ready: number) =>
      `${revisions} ${n === 1 ? 'finishes' : 'finish'} what ${n === 1 ? 'it has' : 'they have'} started, then ${ready} ${ready === 1 ? 'replica ends' : 'replicas end'} and with ${ready === 1 ? 'it' : 'them'} the cost.`,
    theName: (ends: string) => `${ends} The name and its history stay; it can be deployed to again.`,
  },
  traffic: {
    requestsMin: (rate: string, weight: number) => `${rate} requests/min${weight === 100 ? '' : ' expected'}`,
  },
  tryForm: {
    label: 'Try it',
    hint: 'Tensors with name, datatype, shape and data',
    answeredInMs: (rate: string) => `Answered in ${rate} ms`,
    what: 'No answer',
  },
  tryIt: {
    note: 'from the model’s signature',
    try: 'Try it',
    howToFill: 'How to fill it in',
    signature: 'Signature of',
    nothingToAsk: 'Nothing to ask',
    noRevisionServesNow: 'No revision serves now. Deploy an approved model version, then try it here.',
    nothingYouMaySend: 'Nothing you may send',
    noneOfYourRoles: 'None of your roles lets you send requests to this endpoint.',
  },
  weights: {
    eachWeight: 'Each weight is a whole number from 0 to 100.',
    stillHaveToGo: (n: number) => `${n} % still have to go somewhere.`,
    givenAwayTwice: (n: number) => `${n} % are given away twice.`,
  },
} as const;
