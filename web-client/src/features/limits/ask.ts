import type { LimitsQuery } from '@/api/generated/limits';
import { amountOf, wordsOf, type Quota } from './quota';
import { words } from './words';

const says = words.mail;

type Tenant = LimitsQuery['tenant'];

/** A mail to the operator that says who asks for more of what; null where nobody is to be asked. */
export function askForMore(tenant: Tenant, quota: Quota): string | null {
  const { name, limit, used, peak } = quota;
  const { word } = wordsOf(name);
  return mail(tenant, word, [
    says.limit(word, limit === null ? says.none : amountOf(name, limit)),
    says.used(amountOf(name, used), peak === null ? '' : says.atMost(amountOf(name, peak))),
  ]);
}

/** The same of points of cost. */
export function askForRate(tenant: Tenant): string | null {
  const { pointsPerMinute, usedPointsPerMinute, perKeyPointsPerMinute } = tenant.rateLimit;
  return mail(tenant, says.rate, [
    says.rateLimit(pointsPerMinute, perKeyPointsPerMinute),
    says.rateUsed(usedPointsPerMinute),
  ]);
}

function mail({ operatorMail, name, slug, plan }: Tenant, what: string, lines: readonly string[]) {
  if (operatorMail == null) return null;
  const body = [says.organisation(name, slug), says.plan(plan), ...lines, '', says.need, says.since, ''];
  const text = { subject: says.subject(name, what), body: body.join('\r\n').replaceAll('\u00a0', ' ') };
  return `mailto:${operatorMail}?subject=${encodeURIComponent(text.subject)}&body=${encodeURIComponent(text.body)}`;
}
