/** Reasons that signing in does away with, in the platform's words: the others are for somebody else to mend. */
const ENDED_BY_SIGNING_IN: readonly string[] = [
  'their identity provider does not know them any more',
  'their account is not linked to the identity provider',
  'they did not sign in again after an answer of their provider was lost',
];

interface Lost {
  readonly lostBecause: string | null;
}

/** Why somebody is closed out, and whether they can change that themselves. */
export function whyLost({ lostBecause }: Lost): string {
  if (lostBecause === null) return 'no reason is known';
  return ENDED_BY_SIGNING_IN.includes(lostBecause)
    ? `${lostBecause}; signing in again lets them in`
    : lostBecause;
}
