/**
 * A slug to start from: small letters, digits and hyphens of the name, accents taken off. Empty when the name has none
 * of them. Whether a slug is allowed and free is for the platform to say.
 */
export function suggestSlug(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
