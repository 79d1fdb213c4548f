import { words } from './words';

const says = words.checks;

/** What is looked at before a run trains, by the platform's names. */
export const CHECKS: Readonly<Record<string, string>> = {
  RIGHTS: says.rightsOfWhoSet,
  CHAMPION: 'Champion',
  DATA: says.dataToTrain,
  SUITE: says.suiteThatChecked,
  EVALUATION_DATA: says.dataToScore,
  SCORABLE: says.bothCanBeScored,
  NEW_ROWS: says.newRows,
  FEED: 'Feed',
  BUDGET: 'Budget',
};
