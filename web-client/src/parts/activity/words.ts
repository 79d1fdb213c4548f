/** What the list of what was done says around it. */
export const words = {
  title: 'Activity',
  all: 'All activity',
  loading: 'Loading the activity',
  scope: 'last 90 days, of what you may see',
  hidden: {
    title: 'Nothing here that you can see yet',
    text: 'The newest entries are of things that you may not see now. Older ones may follow.',
  },
  none: {
    title: 'Nothing was done yet',
    text: 'Who made, changed, approved or said something stands here.',
  },
  moreFailed: 'Could not load more activity',
  more: 'Show more',
} as const;

/** What each operation does, said of who did it and before what it was done to: "Approver approved model version …". */
const VERBS: Readonly<Record<string, string>> = {
  abortRollout: 'aborted the rollout of',
  acknowledgeAlert: 'acknowledged',
  alertFired: 'raised',
  alertResolved: 'closed',
  addComment: 'commented on',
  approveModelVersion: 'approved',
  archiveModelVersion: 'archived',
  archiveRun: 'archived',
  askForWaiver: 'asked for a waiver of',
  cancelJob: 'cancelled',
  createCollector: 'let events be collected into',
  createDataset: 'created',
  createExperiment: 'created',
  createProject: 'created',
  createRun: 'started',
  declineWaiver: 'declined a waiver of',
  deleteCollector: 'ended the collection into',
  deleteComment: 'deleted a comment on',
  deploy: 'deployed to',
  editComment: 'changed a comment on',
  endUpload: 'ended an upload to',
  endWaiver: 'ended a waiver of',
  extendRolloutPause: 'extended the pause of the rollout of',
  finishRun: 'finished',
  grantWaiver: 'granted a waiver of',
  importExpectations: 'imported checks of',
  logBatch: 'logged to',
  logLabels: 'sent labels to',
  openDatasetVersion: 'opened a version of',
  pauseRollout: 'paused the rollout of',
  promoteRollout: 'promoted the rollout of',
  registerModelVersion: 'registered',
  rejectModelVersion: 'rejected',
  removeBudget: 'removed a budget of',
  removeProject: 'started the removal of',
  resumeRollout: 'resumed the rollout of',
  retrain: 'had retrained',
  retrainingDeclined: 'declined a retraining of',
  retrainingPromoted: 'promoted what was retrained of',
  retrainingTriggered: 'started to retrain',
  retryValidation: 'had the checks repeated of',
  revisionFailed: 'gave up a revision of',
  rollBack: 'rolled back',
  rollBackRetraining: 'rolled back a retraining of',
  rolloutPaused: 'paused the rollout of',
  rolloutPromoted: 'promoted the rollout of',
  rolloutRolledBack: 'rolled back the rollout of',
  runTransform: 'ran SQL to make',
  scaleEndpoint: 'scaled',
  sealCollected: 'sealed what was collected into',
  sealDatasetVersion: 'sealed',
  setBudget: 'set a budget of',
  setCapture: 'set what is captured of',
  setDrift: 'set how drift is watched of',
  setExpectations: 'changed the checks of',
  setMemberGrants: 'changed the roles of',
  setModelAlias: 'moved an alias of',
  setQuality: 'set how the quality is measured of',
  setRetrainingPolicy: 'set when to retrain',
  setRolloutPolicy: 'set how candidates are rolled out to',
  setTraffic: 'shifted the traffic of',
  silenceAlertRule: 'silenced',
  startRollout: 'started a rollout of',
  startUpload: 'started an upload to',
  stopEndpoint: 'stopped',
  submitJob: 'submitted',
  updateCollector: 'changed the collection into',
  updateEndpoint: 'changed',
  unarchiveRun: 'brought back',
  updateProject: 'changed',
  updateRun: 'changed',
  validate: 'had checked',
  versionErrored: 'could not check',
  versionFilesRemoved: 'removed the files, kept for long enough, of',
  versionRejected: 'rejected',
  versionValidated: 'validated',
};

/** In plain words; of an operation that is not known here, its own name in words. */
export function verbOf(action: string): string {
  return VERBS[action] ?? `did “${inWords(action)}” on`;
}

/** `createDataset` and `rotateApiKey` as "create data set" and "rotate API key". */
export function inWords(name: string): string {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/[._-]+/g, ' ')
    .toLowerCase()
    .replace(/\bapi\b/g, 'API')
    .replace(/\bdataset/g, 'data set')
    .replace(/\btenant/g, 'organisation');
}
