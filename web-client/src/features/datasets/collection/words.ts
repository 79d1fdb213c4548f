import { counted } from '@/format/number';

/** What the collection of events says. */
export const words = {
  collectionTab: {
    ended: 'The collection has ended. What waited is sealed into a version.',
    gone: 'The collection was ended by somebody else meanwhile.',
    somebodyCreatedACollector: 'Somebody created a collector meanwhile: it is the one shown.',
    couldNotLoad: 'Could not load the collection',
    couldNotReload: 'Could not load the collection anew',
    title: 'No events are collected',
    collectorGives:
      'A collector gives this data set an address that takes events over HTTP. What comes is kept at once, and becomes a version by rows, size or age.',
    collectEvents: 'Collect events',
    label: 'Loading the collection',
  },
  collectorView: {
    beingSealedTheyBecome: (waitingRows: number) =>
      `${counted(waitingRows, 'row is', 'rows are')} being sealed: they become the next version in a moment.`,
    what: 'Could not seal what waits',
    sealedAt: 'Sealed at',
    anyEvent: 'any event is taken',
    sealNow: 'Seal now',
    schemaOfAnEvent: 'Schema of an event',
    copySchema: 'Copy schema',
    label: 'JSON Schema',
    nextEventStarts: 'the next event starts a version',
    keptForGood: 'kept for good',
    keptOnce: 'kept once',
    deadLetters: 'Dead letters',
    noEventCanBreak: 'no event can break a schema',
    keptIn: 'kept in',
    noEventsNotKept: 'no events, not kept',
    lastVersion: 'Last version',
    noneIsSealedYet: 'none is sealed yet',
    lastEvent: 'last event',
    lastSealed: 'sealed',
    theLatest: 'at the latest',
  },
  createCollectorDialog: {
    title: 'Collect events',
    verb: 'Create collector',
    what: 'create the collector',
  },
  editCollectorDialog: {
    title: 'Edit collector',
    verb: 'Save collector',
    what: 'save the collector',
    whatWaitsAlready: 'What waits already is sealed by the new rule too, and was not checked anew.',
    anyEventIsTaken: 'any event is taken',
  },
  endCollector: {
    title: (name: string) => `End the collection of ${name}?`,
    verb: 'End collection',
    sealedFirst: (waitingRows: number) =>
      `${counted(waitingRows, 'row that waits is', 'rows that wait are')} sealed first.`,
    nothingWaits: 'Nothing waits.',
    addressTakesNothing: (waiting: string) =>
      `Its address takes nothing any more: whoever sends there is refused, and a new collector has another address. ${waiting}`,
    dataSet: 'The data set and its versions stay as they are.',
  },
  ruleFields: {
    whatWaitsBecomes: 'What waits becomes a version at whichever of these comes first.',
    unitOfTheSize: 'Unit of the size',
    ageOfTheOldest: 'Age of the oldest',
    unitOfTheAge: 'Unit of the age',
    jsonSchema: 'JSON Schema of an event',
    hint: 'What breaks it is kept in a dead-letter data set instead. Left empty, any event is taken',
  },
  rules: {
    expectedRows: 'A whole number, 1 to 10,000,000',
    expectedBytes: '1 KiB to 256 MiB',
    expectedAge: '1 second to 7 days',
    jsonObjectSuch: 'A JSON object, such as {"properties": {"celsius": {"type": "number"}}}',
    cannotBeRead: 'it cannot be read',
    noJson: (why: string) => `No JSON: ${why}`,
  },
  sendEvents: {
    linesOfJson: 'Lines of JSON',
    title: 'Send events',
    formOfAnEvent: 'Form of an event',
    aKey: 'is a key that may write this data set:',
    createAKey: 'create a key',
    askForOne: 'ask for one of whoever creates keys',
    answerComesOnce:
      '. The answer comes once the events are kept for good, and counts them. After any other answer than 200 or 400, send the same again: an event is kept once, by its source and id.',
  },
} as const;
