import type { LimitsQuery } from '@/api/generated/limits';
import { count } from '@/format/number';
import { amountOf, wordsOf, type Quota } from './quota';

type Tenant = LimitsQuery['tenant'];

/** A mail to the operator that says who asks for more of what; null where nobody is to be asked. */
export function askForMore(tenant: Tenant, quota: Quota): string | null {
  const { name, limit, used, peak } = quota;
  const { word } = wordsOf(name);
  return mail(tenant, word, [
    `Limit: ${word}, ${limit === null ? 'none' : amountOf(name, limit)}`,
    `In use: ${amountOf(name, used)}${peak === null ? '' : `, at most ${amountOf(name, peak)} in 7 days`}`,
  ]);
}

/** The same of points of cost. */
export function askForRate(tenant: Tenant): string | null {
  const { pointsPerMinute, usedPointsPerMinute, perKeyPointsPerMinute } = tenant.rateLimit;
  return mail(tenant, 'API rate', [
    `Limit: API rate, ${count(pointsPerMinute)} points a minute, one key ${count(perKeyPointsPerMinute)}`,
    `In use: ${count(usedPointsPerMinute)} in this minute`,
  ]);
}

function mail({ operatorMail, name, slug, plan }: Tenant, what: string, lines: readonly string[]) {
  if (operatorMail == null) return null;
  const body = [`Organisation: ${name} (${slug})`, `Plan: ${plan}`, ...lines, '', 'We need: ', 'Since: ', ''];
  const text = { subject: `More for ${name}: ${what}`, body: body.join('\r\n').replaceAll('\u00a0', ' ') };
  return `mailto:${operatorMail}?subject=${encodeURIComponent(text.subject)}&body=${encodeURIComponent(text.body)}`;
}
