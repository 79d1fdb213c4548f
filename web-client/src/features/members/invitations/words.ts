import { counted } from '@/format/number';

/** What the page of invitations says. */
export const words = {
  invitationColumns: {
    willHold: 'Will hold',
    theInvitation: (email: string) => `the invitation of ${email}`,
    sendAgain: 'Send again…',
    inviteAgain: 'Invite again…',
    team: (name: string) => `team ${name}`,
  },
  invitationsTab: {
    placeholder: 'Address or role',
    title: 'Nobody was invited yet',
    whoeverAcceptsAnInvitation:
      'Whoever accepts an invitation belongs to the organisation, with what it gives them.',
    invitePeople: 'Invite people',
  },
  inviteDialog: {
    title: 'Invite people',
    sendInvitation: 'Send invitation',
    sendInvitations: (n: number) => `Send ${n} invitations`,
    eMailAddresses: 'E-mail addresses',
    hint: 'One or several, with spaces or commas between them',
    expectedNameDomain: (bad: string) => `${bad} (expected: name@domain)`,
    noneButThose: 'None but those of the teams.',
    theyNeedARole: 'They need a role or a team to see anything.',
    endsUnlessAccepted: 'Ends unless accepted',
    inUtc: (days: number, when: string) => `in ${counted(days, 'day', 'days')}, ${when} UTC`,
    sent: (sent: string) => `Sent to ${sent}`,
    couldNotInvite: (address: string) => `Could not invite ${address}`,
  },
  resendInvitation: {
    title: (email: string) => `Send the invitation of ${email} again?`,
    verb: 'Send again',
    newMailGoes:
      'A new mail goes out, with a new link and a new end. The link of the mail before stops working.',
  },
  revokeInvitation: {
    title: (email: string) => `Revoke the invitation of ${email}?`,
    verb: 'Revoke invitation',
    theLink:
      'The link in the mail stops working at once, and 1 seat is free again. They may be invited anew.',
  },
  seats: {
    of: (taken: number, seats: number) => `${taken} of ${counted(seats, 'seat', 'seats')}`,
    thisOne: 'this one',
    these: (more: number) => `these ${more}`,
    with: (these: string) => ` with ${these}`,
  },
} as const;
