/** What is looked at before a run trains, by the platform's names. */
export const CHECKS: Readonly<Record<string, string>> = {
  RIGHTS: 'Rights of who set the policy',
  CHAMPION: 'Champion',
  DATA: 'Data to train on',
  SUITE: 'Suite that checked it',
  EVALUATION_DATA: 'Data to score on',
  SCORABLE: 'Both can be scored on it',
  NEW_ROWS: 'New rows with a label',
  FEED: 'Feed',
  BUDGET: 'Budget',
};
