/** What the page says that the link of an invitation leads to. */
export const words = {
  theOrganisation: 'the organisation',
  asOther: 'Sign in as somebody else',
  joined: (tenant: string) => `You belong to ${tenant}`,
  joinedWhat: 'What its owners gave you holds from now on.',
  open: (tenant: string) => `Open ${tenant}`,
  broken: 'This link is not whole',
  brokenWhy: 'What belongs behind the # is missing. Open it from the mail itself, or copy all of it.',
  signedInAs: (person: string) => `You are signed in as ${person},`,
  back: 'Back to the console',
  question: 'Accept the invitation?',
  questionOf: (tenant: string) => `Join ${tenant}?`,
  by: (who: string, until: string) => `${who} invites you, until ${until} UTC.`,
  joinAs: (person: string) => `You join as ${person},`,
  seen: ': its members will see both.',
  notAccepted: 'Could not accept the invitation',
  accept: 'Accept',
  join: (tenant: string) => `Join ${tenant}`,
  refusals: {
    member: {
      title: 'You belong to it already',
      why: 'You are a member of this organisation: it is among yours in the console.',
    },
    unverified: {
      title: 'Your e-mail address is not verified',
      why: 'Open the mail that the sign-up sent you and follow its link, then open this invitation again.',
    },
    other: 'This invitation cannot be accepted',
    over: {
      title: 'This invitation is over',
      why: 'It was accepted already, has expired, was revoked, or a newer mail took its place; or it was sent to another address than yours. Whoever sent it can invite you again.',
    },
    full: 'The organisation is full',
    fullWhy: (said: string) => `${said} An owner can make room; the invitation stays as it is until it ends.`,
  },
} as const;
