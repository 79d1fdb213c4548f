/** What the form of a new organisation says. */
export const words = {
  create: 'Create organisation',
  what: 'create the organisation',
  needsName: 'An organisation needs a name',
  needsSlug: 'An organisation needs a slug',
  slug: 'In requests and in the API; it cannot be changed later',
  owner: 'You will be its owner. Nobody of another organisation sees anything of it.',
  created: (tenant: string) => `${tenant} is created`,
  named: 'You are its owner. Requests name it by its slug,',
  open: (tenant: string) => `Open ${tenant}`,
} as const;
