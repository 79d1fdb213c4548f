import type { Failure } from '@/api/failure';

/** Why an invitation cannot be accepted, where another try would not help. */
export interface Refusal {
  readonly title: string;
  readonly why: string;
}

/** What the platform tells of an invitation only to whom it was sent, and what that person may do about it. */
const CONFLICTS: readonly (Refusal & { readonly said: RegExp })[] = [
  {
    said: /member already/i,
    title: 'You belong to it already',
    why: 'You are a member of this organisation: it is among yours in the console.',
  },
  {
    said: /verif/i,
    title: 'Your e-mail address is not verified',
    why: 'Open the mail that the sign-up sent you and follow its link, then open this invitation again.',
  },
];

/** Null where another try may help. */
export function refusalOf({ code, message }: Failure): Refusal | null {
  switch (code) {
    case 'CONFLICT':
      return (
        CONFLICTS.find(({ said }) => said.test(message)) ?? {
          title: 'This invitation cannot be accepted',
          why: sentence(message),
        }
      );
    // The platform does not tell which of these it was: a stranger would learn from it whom somebody invited.
    case 'NOT_FOUND':
    case 'FORBIDDEN':
    case 'VALIDATION':
      return {
        title: 'This invitation is over',
        why: 'It was accepted already, has expired, was revoked, or a newer mail took its place; or it was sent to another address than yours. Whoever sent it can invite you again.',
      };
    case 'QUOTA_EXCEEDED':
      return {
        title: 'The organisation is full',
        why: `${sentence(message)} An owner can make room; the invitation stays as it is until it ends.`,
      };
    default:
      return null;
  }
}

function sentence(text: string): string {
  const begun = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
