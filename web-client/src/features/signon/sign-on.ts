import type { SignOnDomainPartsFragment, SignOnQuery } from '@/api/generated/signon';

export type SignOnTenant = SignOnQuery['tenant'];

export function verified(domains: readonly SignOnDomainPartsFragment[]) {
  return domains.filter(({ state }) => state === 'VERIFIED');
}

/** What was set last is not in effect yet, and nothing is known to hinder it. */
export function isAwaited({ signOnProvider }: SignOnTenant): boolean {
  return signOnProvider !== null && !signOnProvider.inEffect && signOnProvider.problem === null;
}

/** Whether people with an address in one of the domains are sent to the provider now. */
export type Standing = 'none' | 'noDomain' | 'problem' | 'awaited' | 'on';

export function standingOf({ signOnProvider, signOnDomains }: SignOnTenant): Standing {
  if (signOnProvider === null) return 'none';
  if (signOnProvider.problem !== null) return 'problem';
  if (verified(signOnDomains).length === 0) return 'noDomain';
  return signOnProvider.inEffect ? 'on' : 'awaited';
}
