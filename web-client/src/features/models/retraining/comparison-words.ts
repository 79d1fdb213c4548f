import { count } from '@/format/number';

/** What the comparison of champion and challenger says, and what it cost and changed. */
export const words = {
  changes: {
    championAsBefore: (champion: string) => `${champion}, as before`,
    label: 'Right answers, challenger less champion',
    notScored: 'not scored',
    theChallenger: 'the challenger',
    deploysToNoEndpoint: 'deploys to no endpoint',
    theEndpoint: 'the endpoint',
    theChampion: 'the champion',
    tookOver: (challenger: string, where: string) => `${challenger} took ${where} over`,
    hasAPart: (challenger: string, where: string) => `${challenger} has a part of ${where}`,
    isBack: (champion: string, where: string) => `${champion} is back on ${where}`,
    endpointAsBefore: (where: string) => `${where} as before`,
  },
  compared: {
    theChampion: 'the champion',
    theChallenger: 'the challenger',
    comparedAreWhichHad: (champion: string, challenger: string) =>
      `Compared are ${champion}, which had the alias champion when the run looked for it, and ${challenger}, on the same rows, which neither was trained on. No other version is: a candidate that is already being rolled out is not compared with.`,
    theEndpoint: 'the endpoint',
    whileAnotherRollout: (name: string) =>
      `While another rollout is under way at ${name}, an approved challenger waits for its end; a run that still waits 30 days after it was triggered is declined.`,
    beingRolledOut: (versionName: string, name: string, share: string, challenger: string) =>
      `${versionName} is being rolled out at ${name} now, with ${share} of its traffic: ${challenger} waits.`,
  },
  comparisonPanel: {
    title: 'Champion and challenger',
    note: (champion: string, challenger: string, rows: number) =>
      `${champion} and ${challenger} on the same ${count(rows)} rows`,
    noneUntilBothWere: 'None until both were scored on the same rows.',
    runEndedBefore: 'The run ended before both were scored: there is nothing to compare.',
    whereTheyDiffer: 'Where they differ',
    challengerAgainstChampion: 'Challenger against champion',
    rowsThatBothOne: 'Rows that both, one or none got right',
    eitherWasTrained: 'that either was trained on',
    thereAlready: 'that are there already',
    beyondTheSample: 'beyond the sample',
    rowsLeftOut: (said: string) => `Rows left out: ${said}.`,
    pair: (challenger: string, champion: string) => `${challenger} less ${champion}`,
    range: (low: string, high: string) => `${low} to ${high}`,
    tested: (pWithSign: string, chiSquare: string, test: string) =>
      `Right answers, 95 % interval. ${pWithSign}, χ² = ${chiSquare}, ${test}.`,
    better: (champion: string) => `Better than ${champion}`,
    worse: (champion: string) => `Worse than ${champion}`,
    notShown: 'Not shown to be better',
    theseRowsCannotTell: (champion: string) =>
      ` These rows cannot tell the two apart well enough; that is an answer, and ${champion} stays.`,
  },
  costPanel: {
    title: 'What it cost, what it changed',
    soFar: ' so far',
    inAll: ' in all',
    costsAreNotShown: 'Costs are not shown to you: they need COST_READ in this project.',
    whatItCost: 'What it cost',
    allOfIt: 'In all',
    stoppedBefore: 'none, it stopped before',
    runMayCost: 'A run may cost',
    whatItChanged: 'What it changed',
    noJobRan: 'No job ran, so that nothing was billed.',
    costPerStep: 'Cost per step',
  },
  interval: {
    label: (points: string, low: string, high: string, isOutside: boolean) =>
      `Difference of right answers ${points}, 95 % interval ${low} to ${high}; zero is ${isOutside ? 'outside' : 'inside'}`,
  },
} as const;
