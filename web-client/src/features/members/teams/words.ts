import { counted } from '@/format/number';

/** What the page of teams says. */
export const words = {
  belonging: {
    message: 'The team is not there any more, or your roles do not cover it.',
  },
  deleteTeam: {
    title: (name: string) => `Delete the team ${name}?`,
    verb: (name: string) => `Delete ${name}`,
    nobodyBelongs: 'Nobody belongs to it.',
    andHold: (n: number) =>
      `${counted(n, 'person belongs', 'people belong')} to it and hold nothing through it.`,
    unlessTheyHold: (n: number, held: string, people: string) =>
      `${counted(n, 'person loses', 'people lose')} ${held}, unless they hold it by themselves: ${people}.`,
    membersStayMembers: 'Its members stay members of the organisation.',
  },
  teamDialog: {
    newTeam: 'New team',
    team: (name: string) => `Team ${name}`,
    createTeam: 'Create team',
    saveTeam: 'Save team',
    none: 'Its members hold nothing through it.',
    holdsMore: 'It holds more than you do: its members and its roles are not yours to change.',
    firstMembersOthers: (n: number) =>
      `The first ${n} members; others are put into teams from their own dialog.`,
  },
  teamForm: {
    name: 'A team needs a name',
    createTheTeam: 'create the team',
    renameTheTeam: 'rename the team',
    setTheRoles: 'set the roles',
    setTheMembers: 'set the members',
  },
  teamsTab: {
    placeholder: 'Team, member or role',
    title: 'No teams yet',
    whoeverBelongs:
      'Whoever belongs to a team holds what it holds, from then on and for as long as they belong to it.',
    newTeam: 'New team',
    header: 'Every member holds',
    team: (name: string) => `team ${name}`,
    andMore: ' and more',
  },
} as const;
