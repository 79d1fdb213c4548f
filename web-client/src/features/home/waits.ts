import type { HomeMoneyQuery, HomeWorkQuery, Permission } from '@/api/generated/home';
import { compareAmounts, minus } from '@/format/amount';
import { wholeMoney } from '@/format/number';
import { duration } from '@/format/time';
import type { IconName } from '@/parts/Icon';
import type { Tone } from '@/parts/Status';
import { paths } from '@/paths';

/** A job that failed longer ago than this is no news. */
const NEWS_MS = 86_400_000;

/** As many as the platform names. */
const MOST_WAIVERS = 20;

/** One thing that waits for the person in front of the page. */
export interface Waiting {
  readonly id: string;
  readonly kind: 'alert' | 'rollout' | 'approval' | 'waiver' | 'budget' | 'failure';
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
  return [
    ...alerts(work),
    ...rollouts(work, nowMs),
    ...approvals(work),
    ...waivers(work),
    ...budgets(moneyAnswer),
    ...failures(work, nowMs),
  ];
}

/** Lists of which only the beginning was looked at, where this person may decide on some: what waits beyond is not known. */
export function notLookedThrough({ firing, endpoints, waitingApprovals, viewer }: HomeWorkQuery): string[] {
  const may = (permission: Permission) => viewer.permissionsSomewhere.includes(permission);
  return [
    ...(may('ALERT_WRITE') && firing?.pageInfo.hasNextPage === true ? ['alerts that fire'] : []),
    ...(may('ENDPOINT_WRITE') && endpoints?.pageInfo.hasNextPage === true ? ['endpoints'] : []),
    ...(may('MODEL_APPROVE') && waitingApprovals?.pageInfo.hasNextPage === true
      ? ['versions to approve']
      : []),
    ...(viewer.waiversToDecide.length >= MOST_WAIVERS ? ['waivers'] : []),
  ];
}

/** Those that nobody has taken in hand; whose project the person may not read opens among all of them. */
function alerts({ viewer, firing }: HomeWorkQuery): Waiting[] {
  return (firing?.edges ?? [])
    .map(({ node }) => node)
    .filter(({ acknowledgedAt }) => acknowledgedAt === null)
    .filter(({ rule }) => (rule.project ?? viewer).permissions.includes('ALERT_WRITE'))
    .map(({ id, since, rule }) => ({
      id,
      kind: 'alert',
      tone: rule.severity === 'CRITICAL' ? 'bad' : 'warn',
      icon: rule.severity === 'CRITICAL' ? 'bad' : 'warn',
      title: `${rule.name} fires`,
      detail: `nobody has acknowledged it${rule.project == null ? '' : ` in ${rule.project.name}`}`,
      since,
      path: rule.project == null ? paths.alerts() : paths.projectAlerts(rule.project.id, { alert: id }),
      verb: 'Review',
    }));
}

/** Paused ones go back by themselves at their deadline, unless somebody decides. */
function rollouts({ viewer, endpoints }: HomeWorkQuery, nowMs: number): Waiting[] {
  return (endpoints?.edges ?? []).flatMap(({ node: { id, name, project, rollout } }): Waiting[] => {
    if (rollout?.status !== 'PAUSED') return [];
    if (!(project ?? viewer).permissions.includes('ENDPOINT_WRITE')) return [];
    const { pausedUntil, candidate, stepSince } = rollout;
    const left = pausedUntil === null ? null : Date.parse(pausedUntil) - nowMs;
    return [
      {
        id: rollout.id,
        kind: 'rollout',
        tone: 'wait',
        icon: 'pause',
        title: `Decide on the rollout of ${name} r${candidate.number}`,
        detail:
          left === null
            ? 'paused'
            : left <= 0
              ? 'paused; rolled back now'
              : `paused; rolled back in ${duration(left)} unless somebody decides`,
        since: stepSince,
        path: `${paths.endpoint(id)}?tab=rollout`,
        verb: 'Decide',
      },
    ];
  });
}

/** The platform names those only that somebody else asked for and this person may grant. */
function waivers({ viewer }: HomeWorkQuery): Waiting[] {
  return viewer.waiversToDecide.map(({ id, reason, askedAt, askedBy, validation }) => {
    const { number, projectId, dataset } = validation.datasetVersion;
    return {
      id,
      kind: 'waiver',
      tone: 'wait',
      icon: 'shield',
      title: `Decide on a waiver for ${dataset.name} v${number}`,
      detail: `${reason.replace(/\.\s*$/, '')}, from ${askedBy.label}`,
      since: askedAt,
      path: paths.dataset(projectId, dataset.id, number),
      verb: 'Review',
    };
  });
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
      detail: `forecast ${wholeMoney(forecast.amount, forecast.currency)} of ${wholeMoney(amount.amount, amount.currency)}, ${wholeMoney(minus(forecast.amount, amount.amount), amount.currency)} over`,
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
