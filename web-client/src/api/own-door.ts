/**
 * A signed address as this page may use it: the platform names itself as it knows itself, which a proxy or another name
 * of the same machine may differ from, and the pages' policy allows their own origin only.
 */
export function ownDoor(address: string): string {
  const { pathname, search } = new URL(address, window.location.origin);
  return pathname + search;
}
