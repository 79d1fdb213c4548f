import type { Failure } from '@/api/failure';
import { words } from './accept-words';

const says = words.refusals;

/** Why an invitation cannot be accepted, where another try would not help. */
export interface Refusal {
  readonly title: string;
  readonly why: string;
}

/** What the platform tells of an invitation only to whom it was sent, and what that person may do about it. */
const CONFLICTS: readonly (Refusal & { readonly said: RegExp })[] = [
  { said: /member already/i, ...says.member },
  { said: /verif/i, ...says.unverified },
];

/** Null where another try may help. */
export function refusalOf({ code, message }: Failure): Refusal | null {
  switch (code) {
    case 'CONFLICT':
      return (
        CONFLICTS.find(({ said }) => said.test(message)) ?? {
          title: says.other,
          why: sentence(message),
        }
      );
    // The platform does not tell which of these it was: a stranger would learn from it whom somebody invited.
    case 'NOT_FOUND':
    case 'FORBIDDEN':
    case 'VALIDATION':
      return says.over;
    case 'QUOTA_EXCEEDED':
      return { title: says.full, why: says.fullWhy(sentence(message)) };
    default:
      return null;
  }
}

function sentence(text: string): string {
  const begun = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
