import { counted } from '@/format/number';

/** What the list of members says. */
export const words = {
  leaveDialog: {
    youAreTheLast: 'You are the last owner',
    transferOwnership: 'Transfer ownership…',
    nobodyElseBelongs: 'Nobody else belongs to it yet: invite somebody first.',
    handItOver: (others: number) =>
      `Hand it over to one of the other ${counted(others, 'member', 'members')}, then leave.`,
    wouldBeWithoutAnyone: (name: string, advice: string) =>
      `${name} would be without anyone who may change it, so you cannot leave. ${advice}`,
    leave: (name: string) => `Leave ${name}?`,
    verb: 'Leave organisation',
    withinTwoSecondsYou:
      'Within two seconds you see nothing of it any more, and the API keys that you made for yourself are revoked. Jobs and keys of service accounts go on; runs and versions stay under your name. To come back you need an invitation.',
    rolesEnd: (n: number) => counted(n, 'role ends', 'roles end'),
    noneOfYourOwn: 'none of your own',
    teamsAreLeft: (n: number) => counted(n, 'team is left', 'teams are left'),
    inNone: 'in none',
    yourOtherOrganisations: 'Your other organisations',
  },
  lost: {
    identityProviderDoes: 'their identity provider does not know them any more',
    accountIsNot: 'their account is not linked to the identity provider',
    theyDidNotSign: 'they did not sign in again after an answer of their provider was lost',
    noReasonIsKnown: 'no reason is known',
    signingInAgainLets: (lostBecause: string) => `${lostBecause}; signing in again lets them in`,
  },
  memberColumns: {
    signOnLost: (whyLost: string) => `sign-on lost, ${whyLost} · `,
    noRole: 'no role',
    signsInBy: 'Signs in by',
    lastActive: 'Last active',
    change: 'Change roles and teams…',
    onlyOne: 'the only one, so cannot leave',
    thoseOfTheTeam: 'those of the team',
    lost: (domain: string) => `${domain} lost`,
    singleSignOn: (domain: string) => `Single sign-on by ${domain}`,
    daysAgo: (n: number) => `${n} days ago`,
  },
  memberDialog: {
    yourRolesAndTeams: 'Your roles and teams',
    rolesAndTeams: (name: string) => `Roles and teams of ${name}`,
    verb: 'Save roles and teams',
    you: 'You are',
    is: (name: string) => `${name} is`,
    onlyOwner: (who: string) =>
      `${who} the only owner: the role of an owner stays until somebody else has it too.`,
    youSee: 'you see',
    sees: (name: string) => `${name} sees`,
    withoutARole: (who: string) => `Without a role or a team ${who} nothing here.`,
    noneButThose: 'None but those of the teams.',
  },
  memberForm: {
    setTheRoles: 'set the roles',
    changeTheTeam: (name: string) => `change the team ${name}`,
  },
  peopleTab: {
    placeholder: 'Name, address or role',
    markedHoldTheOpen: 'marked: hold the open role',
    title: 'No members',
  },
  removeMember: {
    title: (name: string) => `Remove ${name}?`,
    verb: (name: string) => `Remove ${name}`,
    withinTwoSecondsSees: (name: string) =>
      `Within two seconds ${name} sees nothing here any more: their pages, sockets and links close, and the API keys that they made for themselves are revoked. Jobs go on; runs, versions and comments stay under their name.`,
    keysOfServiceAccounts:
      'Keys of service accounts that they made go on for the accounts’ work, and hand out no rights any more. They may know the secrets: rotate those keys afterwards.',
    rolesEnd: (n: number) => counted(n, 'role ends', 'roles end'),
    noneOfTheirOwn: 'none of their own',
    teamsAreLeft: (n: number) => counted(n, 'team is left', 'teams are left'),
    inNone: 'in none',
    lastActive: 'Last active',
    membersLeft: 'Members left',
    moreThan100: 'more than 100',
    keysToRotate: 'Keys to rotate',
    thoseLeftBehind: 'Those left behind',
  },
  transferDialog: {
    title: (name: string) => `Transfer ${name}?`,
    transferOwnership: 'Transfer ownership',
    transfer: (name: string) => `Transfer to ${name}`,
    placeholder: 'Choose a member',
    theyWillBeAble:
      'They will be able to do everything here, to the organisation, its money and its people too. You cannot take it back: only they can give it to you again.',
    youGiveUp: 'You give up',
    youKeep: 'You keep',
    teamsOnly: 'your teams only',
    owners: 'Owners then',
  },
} as const;
