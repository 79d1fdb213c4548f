/** A global id as opaque as the platform's: pages may not read anything out of it. */
export function globalId(type: string, name: string): string {
  return btoa(`${type}:${name}`);
}
