import { count, counted } from '@/format/number';

/** What the pages of data sets say. */
export const words = {
  collectedFrom: {
    eventsThatBroke: 'Events that broke the schema',
    collectedFromEvents: 'Collected from events',
    firstCame: 'First came',
    lastCame: 'Last came',
  },
  createDatasetDialog: {
    needsProject: 'A data set belongs to a project',
    needsName: 'A data set needs a name',
    title: 'Create data set',
    what: 'create the data set',
  },
  datasetColumns: {
    noVersion: 'no version',
  },
  datasetListPage: {
    title: 'Data sets',
    one: 'data set',
    many: 'data sets',
    label: 'Create data set',
    noDataSetsYet: 'No data sets yet',
    text: 'A data set holds files in versions that never change once they are sealed, so that every run can name exactly what it has learned from. Create one here and drop files on it, or use the API.',
  },
  datasetPage: {
    wasAsked: (times: string, amount: string) => ` It was asked for again ${times}, which saved ${amount}.`,
    openNewVersion: 'Open new version',
    dataSet: 'Data set',
    newVersionBySql: 'New version by SQL',
    sameStatementMade: (number: number, savedBy: string) =>
      `The same statement made v${number} of the same data already: that version is shown, and nothing ran.${savedBy}`,
    couldNotOpen: 'Could not open a version',
    couldNotLoadMore: 'Could not load more of the data set',
    couldNotLoad: 'Could not load the data set',
    couldNotLoadVersion: 'Could not load the version',
    noVersionYet: 'No version yet',
    openAVersionUpload: 'Open a version, upload files to it, then seal it: from then on runs can read it.',
    dataSets: 'Data sets',
    loadingTheDataSet: 'Loading the data set',
  },
  datasetVersionView: {
    label: (number: number) => `Version ${number}`,
    theyWereRemovedAfter: 'They were removed after their time.',
    versionNeeds: 'A version needs at least one file before it can be sealed.',
    theyComeWhen: 'They come when its transform has ended.',
    transformLeftNone: 'Its transform left none.',
    by: (createdBy: string) => `by ${createdBy}`,
    profiled: (n: number) => `${count(n)} with a profile`,
    moreThan: 'more than ',
    reused: (reuses: number, amount: string) =>
      `to make; reused ${counted(reuses, 'time', 'times')}, saved ${amount}`,
    byTransform: 'to make, by its transform',
    allFiles: 'of all files',
    hasNoFiles: 'it has no files',
    noneUntil: 'none until it is sealed',
    noneWithoutAProfile: 'none without a profile',
    onceSealed: 'counted once it is sealed',
    onceMade: 'counted once it is made',
    toBeCounted: 'to be counted',
    beingCounted: 'being counted',
    noTables: 'no tables',
    notCounted: 'not counted',
    in: (profiled: number) => `in ${counted(profiled, 'table', 'tables')}`,
  },
  fileTable: {
    noFilesAnyMore: 'No files any more',
    noFilesYet: 'No files yet',
    label: (path: string) => `Download ${path}`,
    thereAreMore: 'There are more.',
    showMore: 'Show more',
  },
  histogram: {
    missingInRows: (missing: number) => `; missing in ${count(missing)} rows`,
    to: (start: string, end: string) => `${start} to ${end}`,
    mostOftenTimes: (name: string, range: string, n: number, none: string) =>
      `${name}: most often ${range}, ${count(n)} times${none}`,
  },
  madeBySql: {
    title: 'Made by SQL',
    copySql: 'Copy SQL',
    askedForAgain: 'Asked for again',
    value: (amount: string) => `, saved ${amount}`,
    versionYouMay: 'A version you may not see',
  },
  profileTable: {
    label: (name: string) => `Columns of ${name}`,
  },
  quarantineOf: {
    theRows: 'The rows of',
    failedChecksWhich: 'that failed checks which block.',
  },
  seal: {
    endTheUpload: 'end the upload',
    title: (number: number) => `Seal v${number}?`,
    sealV: (number: number) => `Seal v${number}`,
    endAndSealV: (n: number, number: number) => `End ${counted(n, 'upload', 'uploads')} and seal v${number}`,
    becomeFinalAndGet: (n: number) =>
      `${counted(n, 'file', 'files')} become final and get a digest; nothing can be added or changed afterwards. Runs can read the version at once, and its validation follows in a moment.`,
    whatHasCome: (n: number, files: string) =>
      `What has come of ${counted(n, 'unfinished upload', 'unfinished uploads')} is given up: ${files}.`,
  },
  tablesPanel: {
    couldNotLoadMore: 'Could not load more tables',
    itWaits: 'It waits for its turn.',
    couldNotLoad: 'Could not load the columns',
    label: 'Loading the columns',
  },
  usedBy: {
    title: 'Used by',
    end: (most: number) => `of the newest ${most} runs and jobs`,
    noRunOrJob: 'No run or job has read it yet.',
  },
  validationBanner: {
    filesOfV: (number: number) => `The files of v${number} were removed`,
    whatIsCapturedStays:
      ': what is captured stays for as long as its endpoint says. Nothing reads it any more; its digest and what read it stay.',
    vIsBeingMade: (number: number) => `v${number} is being made by a transform; its files come when`,
    hasEnded: 'has ended.',
    platformGaveNo: 'the platform gave no reason',
    vWasRejectedRuns: (number: number, rejection: string, noTransform: boolean) =>
      `v${number} was rejected: ${rejection}. Runs cannot read it; ${noTransform ? 'open' : 'make'} a new version with what is mended.`,
    theLog: 'The log of its job',
    saysMore: 'says more.',
    vIsSealed: (number: number) => `v${number} is sealed and waits to be validated.`,
    vIsBeingValidated: (number: number, progress: string) => `v${number} is being validated: ${progress}.`,
    lastTime: (error: string) => ` Last time: ${error}.`,
    platformCouldNot: (number: number) => `The platform could not validate v${number}:`,
    runsCanRead: '. Runs can read it.',
    triedAgain: 'Tried again',
    vWasRejected: (number: number, calendarDay: string) =>
      `v${number} was rejected, and each check that blocks is waived: jobs may read it until ${calendarDay}, then new ones are refused.`,
    checksFailedThatBlock: 'checks failed that block',
    vWasRejectedJobs: (number: number, rejection: string, mayWrite: boolean) =>
      `v${number} was rejected: ${rejection}. Jobs cannot read it; ${mayWrite ? 'open a new version with what is mended, or ask for a waiver of each check that blocks.' : 'a new version with what is mended can be read, or this one once its checks are waived.'}`,
    itsJob: 'its job',
    orMore: ' or more',
    ofLooked: (done: number, n: number, more: string) =>
      `${count(done)} of ${count(n)}${more} ${n === 1 ? 'table' : 'tables'} looked at`,
    tryAgainNow: 'Try again now',
    what: 'Could not try again',
  },
  versionLineage: {
    madeFrom: 'Made from',
    madeBy: 'Made by',
    thisVersion: 'This version',
    readBy: 'Read by',
    dataSet: 'Data set',
    versionYouMay: 'A version you may not see',
    as: (name: string) => `as ${name}`,
    rowsThatFailed: 'rows that failed its checks',
    by: (createdBy: string) => `by ${createdBy}`,
    more: (n: number) => `${count(n)} more`,
    listedUnderUsed: 'listed under Used by',
  },
  versionList: {
    andMore: ' and more',
    showAll: (n: number) => `Show all ${n}`,
    thereAreMore: 'There are more.',
    showMore: 'Show more',
  },
  versionState: {
    waivedUntil: (calendarDay: string) => `Waived until ${calendarDay}`,
  },
} as const;
