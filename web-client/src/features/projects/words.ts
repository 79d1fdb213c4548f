/** What the forms of projects say. */
export const words = {
  description: 'Description',
  name: 'Name',
  needsName: 'A project needs a name',
  needsSlug: 'A project needs a slug',
  slug: 'In addresses and in the API; it cannot be changed later',
  create: 'Create project',
  edit: 'Edit project',
  save: 'Save project',
} as const;
