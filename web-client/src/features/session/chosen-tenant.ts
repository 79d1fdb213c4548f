import type { Tenant } from '@/api/session';

const KEY = 'keelson-tenant';

/** Slug of the tenant that this tab last worked in, else of the one this browser did; null for none. */
export function rememberedTenant(): string | null {
  return read(() => sessionStorage) ?? read(() => localStorage);
}

/** The tenant this tab last worked in, else the one this browser did, else the first. */
export function initialTenant(tenants: readonly Tenant[]): Tenant | undefined {
  for (const slug of [read(() => sessionStorage), read(() => localStorage)]) {
    const known = tenants.find((tenant) => tenant.slug === slug);
    if (known !== undefined) return known;
  }
  return tenants[0];
}

export function rememberTenant(slug: string) {
  write(() => sessionStorage, slug);
  write(() => localStorage, slug);
}

// Browsers may refuse storage altogether; the console then starts with the first tenant.
function read(storage: () => Storage): string | null {
  try {
    return storage().getItem(KEY);
  } catch {
    return null;
  }
}

function write(storage: () => Storage, slug: string) {
  try {
    storage().setItem(KEY, slug);
  } catch {
    return;
  }
}
