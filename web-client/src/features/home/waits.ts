import type { HomeMoneyQuery, HomeWorkQuery, Permission } from '@/api/generated/home';
import { holds } from '@/api/permissions';
import { compareAmounts, minus } from '@/format/amount';
import { wholeMoney } from '@/format/number';
import { duration } from '@/format/time';
import { DAY_MS } from '@/format/units';
import type { IconName } from '@/parts/Icon';
import type { Tone } from '@/parts/Status';
import { paths } from '@/paths';
import { words } from './words';

const says = words.waits;

/** A job that failed longer ago than this is no news. */
const NEWS_MS = DAY_MS;

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
    ...(may('ALERT_WRITE') && firing?.pageInfo.hasNextPage === true ? [says.lists.alerts] : []),
    ...(may('ENDPOINT_WRITE') && endpoints?.pageInfo.hasNextPage === true ? [says.lists.endpoints] : []),
    ...(may('MODEL_APPROVE') && waitingApprovals?.pageInfo.hasNextPage === true ? [says.lists.versions] : []),
    ...(viewer.waiversToDecide.length >= MOST_WAIVERS ? [says.lists.waivers] : []),
  ];
}

/** Those that nobody has taken in hand; whose project the person may not read opens among all of them. */
function alerts({ viewer, firing }: HomeWorkQuery): Waiting[] {
  return (firing?.edges ?? [])
    .map(({ node }) => node)
    .filter(({ acknowledgedAt }) => acknowledgedAt === null)
    .filter(({ rule }) => holds((rule.project ?? viewer).permissions, 'ALERT_WRITE'))
    .map(({ id, since, rule }) => ({
      id,
      kind: 'alert',
      tone: rule.severity === 'CRITICAL' ? 'bad' : 'warn',
      icon: rule.severity === 'CRITICAL' ? 'bad' : 'warn',
      title: says.alert(rule.name),
      detail: says.alertDetail(rule.project?.name),
      since,
      path: rule.project == null ? paths.alerts() : paths.projectAlerts(rule.project.id, { alert: id }),
      verb: says.review,
    }));
}

/** Paused ones go back by themselves at their deadline, unless somebody decides. */
function rollouts({ viewer, endpoints }: HomeWorkQuery, nowMs: number): Waiting[] {
  return (endpoints?.edges ?? []).flatMap(({ node: { id, name, project, rollout } }): Waiting[] => {
    if (rollout?.status !== 'PAUSED') return [];
    if (!holds((project ?? viewer).permissions, 'ENDPOINT_WRITE')) return [];
    const { pausedUntil, candidate, stepSince } = rollout;
    const left = pausedUntil === null ? null : Date.parse(pausedUntil) - nowMs;
    return [
      {
        id: rollout.id,
        kind: 'rollout',
        tone: 'wait',
        icon: 'pause',
        title: says.rollout({ endpoint: name, candidate: candidate.number }),
        detail: left === null ? says.paused : left <= 0 ? says.pausedOver : says.pausedFor(duration(left)),
        since: stepSince,
        path: `${paths.endpoint(id)}?tab=rollout`,
        verb: says.decide,
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
      title: says.waiver(dataset.name, number),
      detail: says.waiverDetail(reason.replace(/\.\s*$/, ''), askedBy.label),
      since: askedAt,
      path: paths.dataset(projectId, dataset.id, number),
      verb: says.review,
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
    .filter(({ project }) => holds((project ?? viewer).permissions, 'MODEL_APPROVE'))
    .filter(({ registeredBy }) => !isMe(registeredBy, viewer.person))
    .map(({ id, modelName, number, author, createdAt, model, approvals: before, project }) => {
      const checks = before.flatMap((approval) => approval.checks);
      const passed = checks.filter((check) => check.passed).length;
      const gates = checks.length === 0 ? '' : says.gates(passed, checks.length);
      return {
        id,
        kind: 'approval',
        tone: 'wait',
        icon: 'clock',
        title: says.approval(modelName, number),
        detail: says.approvalDetail(gates, author, project?.name),
        since: createdAt,
        path: paths.model(model.id, number),
        verb: says.review,
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
      title: says.budget(project?.name ?? (projectId === null ? says.organisation : says.aProject), period),
      detail: says.budgetDetail(
        wholeMoney(forecast.amount, forecast.currency),
        wholeMoney(amount.amount, amount.currency),
        wholeMoney(minus(forecast.amount, amount.amount), amount.currency),
      ),
      since: null,
      path: paths.cost({
        period: period.toLowerCase(),
        ...(projectId === null ? {} : { projectId }),
      }),
      verb: says.open,
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
      title: status === 'TIMED_OUT' ? says.timedOut(name) : says.failed(name),
      detail: reason ?? says.noReason,
      since: endedAt ?? null,
      path: paths.job(id),
      verb: says.open,
    }));
}

type Me = HomeWorkQuery['viewer']['person'];

/** Labels are shown, ids decide: two people may have the same name at different times. */
function isMe({ kind, id }: { readonly kind: string; readonly id?: string | null }, person: Me): boolean {
  return kind === 'PERSON' && id != null && id === person?.id;
}
