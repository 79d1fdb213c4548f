/** Every address of the console and of the doors it opens, built in one place. */
export const paths = {
  home: () => '/',
  projects: () => '/projects',

  graphql: () => '/graphql',
  session: () => '/session',
  /** Starts the platform's code flow; afterwards the browser is back at `returnTo`. */
  signIn: (returnTo: string) => `/session/login?returnTo=${encodeURIComponent(ownPage(returnTo))}`,
  signOut: () => '/session/logout',
} as const;

/** A page of this console, or the home page: a foreign address must never become the way back after sign-in. */
function ownPage(address: string): string {
  if (!address.startsWith('/') || !URL.canParse(address, OWN)) return '/';
  const { origin, pathname, search, hash } = new URL(address, OWN);
  return origin === OWN ? pathname + search + hash : '/';
}

/** Stands for whatever origin the console is served from. */
const OWN = 'https://console.invalid';
