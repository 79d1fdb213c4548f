import { count } from '@/format/number';

/** What the page of all projects’ alerts says. */
export const words = {
  allAlerts: {
    label: 'Going on',
    nothingHasSpoken: 'Nothing has spoken',
    eachTime: 'Each time that a rule of a project speaks stands here, with what was seen.',
    nothingIsWrong: 'Nothing is wrong',
    noneSpeaks: 'No rule of the projects that you may see speaks now.',
    nothingFires: 'Nothing fires',
    noneFires: 'No rule of the projects that you may see fires now.',
    allProjects: 'all projects',
    lookedAtOnce: 'looked at once a minute',
    asOf: 'as of',
    noProjectsYet: 'No projects yet',
    alertsWatchTheEndpoints: 'Alerts watch the endpoints, tasks and budget of a project.',
    theirTitle: 'All projects',
    what: 'Could not acknowledge the alert',
    placeholder: 'Rule or project',
    showWhatIsOver: 'Show what is over',
    allRules: 'All rules',
    noRulesYet: 'No rules yet',
    ruleWatches:
      'A rule watches an endpoint, a project’s tasks or its budget once a minute, and tells people when a value is over its limit. Choose a project to write one.',
  },
  allColumns: {
    header: 'What, and its value',
  },
  allFigures: {
    notAcknowledged: 'Not acknowledged',
    noData: 'No data',
    nothingIsWrong: 'nothing is wrong',
    allProjects: 'of all projects that you may see',
    nothingFires: 'nothing fires',
    somebodyHasEach: 'somebody has each in hand',
    criticalOldest: (critical: number, when: string) => `${count(critical)} critical, oldest ${when}`,
    nothingIsAbout: 'nothing is about to fire',
    overTheLimitNot: 'over the limit, not for long enough',
    neitherGoodNorBad: 'neither good nor bad',
    hasSomethingThatFires: 'has something that fires',
    haveSomethingThatFires: 'have something that fires',
  },
} as const;
