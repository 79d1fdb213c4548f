/** What the menus of the frame say. */
export const words = {
  organisation: 'Organisation',
  createOrganisation: 'Create organisation…',
  operator: 'Run the installation',
  theme: 'Theme',
  themes: {
    light: 'Light',
    dark: 'Dark',
    auto: 'As the system',
  },
  signOut: 'Sign out',
} as const;
