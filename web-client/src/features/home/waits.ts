import type { HomeMoneyQuery, HomeWorkQuery } from '@/api/generated/home';
import { compareAmounts, minus } from '@/format/amount';
import { money } from '@/format/number';
import type { IconName } from '@/parts/Icon';
import type { Tone } from '@/parts/Status';
import { paths } from '@/paths';

/** A job that failed longer ago than this is no news. */
const NEWS_MS = 86_400_000;

/** One thing that waits for the person in front of the page. */
export interface Waiting {
  readonly id: string;
  readonly kind: 'approval' | 'budget' | 'failure';
  readonly tone: Tone;
  readonly icon: IconName;
  readonly title: string;
  readonly detail: string;
  readonly since: string | null;
  readonly path: string;
  readonly verb: string;
}

export function waitsFor(
  work: HomeWorkQuery,
  moneyAnswer: HomeMoneyQuery | undefined,
  nowMs: number,
): Waiting[] {
  return [...approvals(work), ...budgets(moneyAnswer), ...failures(work, nowMs)];
}

/**
 * Versions that nobody decided on; who registered one does not decide about it. Whether the person may in a project that
 * they may not read is known only where they may in all of them.
 */
function approvals({ viewer, waitingApprovals }: HomeWorkQuery): Waiting[] {
  return (waitingApprovals?.edges ?? [])
    .map(({ node }) => node)
    .filter(({ project }) => (project ?? viewer).permissions.includes('MODEL_APPROVE'))
    .filter(({ registeredBy }) => !isMe(registeredBy, viewer.person))
    .map(({ id, modelName, number, author, createdAt, model, approvals: before, project }) => {
      const checks = before.flatMap((approval) => approval.checks);
      const passed = checks.filter((check) => check.passed).length;
      const gates = checks.length === 0 ? '' : `${passed} of ${checks.length} gates passed, `;
      return {
        id,
        kind: 'approval',
        tone: 'wait',
        icon: 'clock',
        title: `Approve ${modelName} v${number}`,
        detail: `${gates}from ${author}${project === undefined ? '' : ` in ${project.name}`}`,
        since: createdAt,
        path: paths.model(model.id, number),
        verb: 'Review',
      };
    });
}

function budgets(answer: HomeMoneyQuery | undefined): Waiting[] {
  return (answer?.budgets ?? [])
    .filter(({ forecast, amount }) => compareAmounts(forecast.amount, amount.amount) > 0)
    .map(({ id, projectId, project, period, forecast, amount }) => ({
      id,
      kind: 'budget',
      tone: 'warn',
      icon: 'warn',
      title: `${project?.name ?? (projectId === null ? 'The organisation' : 'A project')} is on course to pass its ${period.toLowerCase()}’s budget`,
      detail: `forecast ${money(forecast.amount, forecast.currency, 0)} of ${money(amount.amount, amount.currency, 0)}, ${money(minus(forecast.amount, amount.amount), amount.currency, 0)} over`,
      since: null,
      path: paths.cost({
        period: period.toLowerCase(),
        ...(projectId === null ? {} : { projectId }),
      }),
      verb: 'Open',
    }));
}

function failures({ failed, viewer }: HomeWorkQuery, nowMs: number): Waiting[] {
  return (failed?.edges ?? [])
    .map(({ node }) => node)
    .filter(({ endedAt }) => endedAt != null && nowMs - Date.parse(endedAt) < NEWS_MS)
    .filter(({ submitter }) => isMe(submitter, viewer.person))
    .map(({ id, name, status, reason, endedAt }) => ({
      id,
      kind: 'failure',
      tone: 'bad',
      icon: 'bad',
      title: `${name} ${status === 'TIMED_OUT' ? 'timed out' : 'failed'}`,
      detail: reason ?? 'no reason was given',
      since: endedAt ?? null,
      path: paths.job(id),
      verb: 'Open',
    }));
}

type Me = HomeWorkQuery['viewer']['person'];

/** Labels are shown, ids decide: two people may have the same name at different times. */
function isMe({ kind, id }: { readonly kind: string; readonly id?: string | null }, person: Me): boolean {
  return kind === 'PERSON' && id != null && id === person?.id;
}
