import { words } from './words';

const says = words.lost;

/** Reasons that signing in does away with, in the platform's words: the others are for somebody else to mend. */
const ENDED_BY_SIGNING_IN: readonly string[] = [
  says.identityProviderDoes,
  says.accountIsNot,
  says.theyDidNotSign,
];

interface Lost {
  readonly lostBecause: string | null;
}

/** Why somebody is closed out, and whether they can change that themselves. */
export function whyLost({ lostBecause }: Lost): string {
  if (lostBecause === null) return says.noReasonIsKnown;
  return ENDED_BY_SIGNING_IN.includes(lostBecause) ? says.signingInAgainLets(lostBecause) : lostBecause;
}
