import { count, counted } from '@/format/number';

/** What the page of members says. */
export const words = {
  grantFields: {
    addRole: 'Add role',
    notYoursToGive: (name: string) => `${name}, not yours to give`,
    role: (number: number) => `Role ${number}`,
    moreThanYouHold: 'More than you hold: not yours to take',
    may: (may: string) => `May ${may}`,
    chooseARole: 'Choose a role',
    whereRole: (number: number) => `Where, role ${number}`,
    label: (number: number) => `Remove role ${number}`,
    wholeOrganisation: 'Whole organisation',
    project: (chosen: string) => `project …${chosen}`,
  },
  grants: {
    gone: 'a role that is gone',
    project: (projectId: string) => `project …${projectId}`,
    on: (roleName: string, projectName: string) => `${roleName} on ${projectName}`,
    onProjects: (name: string, projects: string) => `${name} on ${projects}`,
  },
  lines: {
    project: (projectId: string) => `project …${projectId}`,
    on: (name: string, project: string) => `${name} on ${project}`,
  },
  membersGlance: {
    pendingInvitations: 'Pending invitations',
    customRoles: 'Custom roles',
    serviceAccounts: 'Service accounts',
    andMore: 'and more',
    ofSeats: (seats: number) => `of ${count(seats)} seats`,
    activeThisWeek: (n: string) => `${n} active this week`,
    onlyOneWho: 'the only one, who cannot leave',
    mayDoEverything: 'may do everything',
    lookedAtAreEach: (n: number) => `${count(n)} looked at are each in one`,
    everyoneIsInOne: 'everyone is in one',
    inNone: (n: number) => `${counted(n, 'person', 'people')} in none`,
    builtIn: (n: number) => `and ${n} built in`,
    keysOutlive: 'their keys outlive a leaver',
    noneYet: 'none yet',
    eachIsHeld: 'each is held',
    heldByNobody: (unused: number) => `${count(unused)} held by nobody`,
    eachTakesASeat: 'each takes a seat',
    itEnds: 'it ends',
    oneEnds: 'one ends',
  },
  membersPage: {
    newRole: 'New role',
    newTeam: 'New team',
    newServiceAccount: 'New service account',
    invitePeople: 'Invite people',
    serviceAccounts: 'Service accounts',
  },
  teamBoxes: {
    label: (name: string) => `${name}, holds more than you`,
  },
} as const;
