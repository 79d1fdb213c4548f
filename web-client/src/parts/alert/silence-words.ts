/** What is said where a rule is silenced. */
export const words = {
  title: (rule: string) => `Silence ${rule}?`,
  verb: 'Silence rule',
  wrongEnd: 'A time ahead, within 30 days',
  needsReason: 'Why nobody should be told, for whoever asks',
  until: 'Until, UTC',
  untilHint: 'Within 30 days; a silence always ends',
  reason: 'Reason',
  effect: (end: string | null) =>
    `Until ${end ?? 'then'} nobody is told of this rule; its alerts are seen all the same. What still fires then is told then.`,
} as const;
