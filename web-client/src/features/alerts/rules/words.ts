import { count, counted } from '@/format/number';

/** What the pages of rules and silences say. */
export const words = {
  endRule: {
    title: (name: string) => `End the rule ${name}?`,
    verb: 'End rule',
    watchesNothingAny: (status: string) =>
      `It watches nothing any more, and its alerts are not shown any more${status === 'FIRING' ? ', the one that fires now included: nobody is told that it ended.' : '.'}`,
    channelsStay: 'Its channels stay as they are. To have nobody told for a while, silence it instead.',
  },
  ruleEditor: {
    title: 'New rule',
    createRule: 'Create rule',
    saveRule: 'Save rule',
    what: 'save the rule',
    when: 'When the',
    anEndpoint: 'an endpoint',
    isOver: 'is over',
    lookedAtOver: 'looked at over',
    atLeast: 'for at least',
    tell: 'tell as',
    theInbox:
      'In the inbox of whoever made the rule, and of these people while they may read what it is about:',
    madeBy: (label: string) => `Made by ${label},`,
    silencedByItsEnd: (label: string) => `. Silenced by ${label}, its end is`,
    thereIsNoChannel: 'There is no channel yet: the rule is seen here, and nobody is told.',
    switchedOff: ', switched off',
  },
  rulePreview: {
    label: 'Over the last week',
    onceTheSentence: 'Once the sentence is whole, it is tried on the last seven days.',
    couldNotTry: (message: string) => `Could not try it: ${message}`,
    nothingIsStored: (missing: string) =>
      `Nothing is stored of the last seven days that it could be tried on: ${missing}.`,
    wouldHaveFired: (times: string) => `Would have fired ${times}`,
    asSaved: (times: string) => `; as saved ${times}`,
    overTheLimit: 'Over the limit',
    value: (over: number, windows: number) => `${count(over)} of ${counted(windows, 'window', 'windows')}`,
    withoutData: 'Without data',
    byLabels: 'By the labels that are there now; on the day itself fewer were.',
    byLedger: 'By the ledger hour by hour, against the budget as it is today.',
    inAll: (firings: number, span: string) => `${counted(firings, 'time', 'times')}, ${span} in all`,
    savedValue: (value: string) => `${value}, as saved`,
    asEdited: ', as edited',
    title: 'By the hour, highest',
  },
  ruleValues: {
    whatPeopleCall: 'What people call it',
    number0: 'A number, 0 or more',
    wholeMinutes1Minute: 'Whole minutes, 1 minute to 1 day',
    wholeMinutes0: 'Whole minutes, 0 to 1 day',
    endpointToWatch: 'The endpoint to watch',
  },
  rulesTab: {
    title: 'No rules yet',
    ruleWatches:
      'A rule watches an endpoint’s errors or latency, the project’s tasks or its budget, once a minute.',
    writeARule: 'Write a rule',
    placeholder: 'Rule or endpoint',
    label: 'End rule…',
  },
  silencesTab: {
    title: 'Nothing is silenced',
    whileSomethingIsKnown:
      'While something is known, silence the rule that tells of it: with an end and a reason. Its alerts are seen here all the same.',
    see: (n: number) => `See ${counted(n, 'rule', 'rules')}`,
    what: 'Could not end the silence',
    header: 'What, and why',
    theSilence: (name: string) => `the silence of ${name}`,
    label: 'End now',
  },
  teamBoxes: {
    teamsOf10: (n: number) => `Teams, ${n} of 10 at most`,
    couldNotLoad: (message: string) => `Could not load the teams: ${message}`,
  },
} as const;
