import { paths } from '@/paths';

const KEY = 'keelson-invitation';

/** What the link of an invitation brought along. */
export interface Invitation {
  /** Null where the link was cut off. */
  readonly token: string | null;
}

/**
 * The invitation whose link was opened, or null on every other page. Its token is kept in this tab while the person
 * signs in, and is taken out of the address, so that it is in no history and reaches no server but the API.
 */
export function takeInvitation(): Invitation | null {
  const { pathname, hash, search } = window.location;
  if (pathname !== paths.acceptInvitation()) return null;
  const token = hash.slice(1);
  if (token === '') return { token: kept() };
  keep(token);
  window.history.replaceState(window.history.state, '', pathname + search);
  return { token };
}

export function forgetInvitation() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    return;
  }
}

// Browsers may refuse storage altogether; the link is then opened once more after the sign-in.
function kept(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function keep(token: string) {
  try {
    sessionStorage.setItem(KEY, token);
  } catch {
    return;
  }
}
