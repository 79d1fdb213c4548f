/** What the fields of shares of traffic say. */
export const words = {
  percentOfStep: (n: number) => `Percent of step ${n}`,
  holdOfStep: (n: number) => `Hold of step ${n}`,
  step: (n: number) => `Step ${n}`,
  removeStep: (n: number) => `Remove step ${n}`,
  addStep: 'Add step',
};
