import type { HomeMoneyQuery, HomeWorkQuery } from '@/api/generated/home';
import { sum } from '@/format/amount';
import { atLeast, count, rate } from '@/format/number';
import { relative } from '@/format/time';
import { Money } from '@/parts/Money';
import { Status } from '@/parts/Status';
import { Strip, type Figure } from '@/parts/Strip';
import { healthOf, trafficOf } from './health';
import { spendFigure } from './spend';
import { HOUR_S, type HomeParts } from './use-home';
import type { Waiting } from './waits';
import { words } from './words';

const says = words.glance;

interface GlanceProps {
  readonly money: HomeMoneyQuery | undefined;
  readonly parts: HomeParts;
  readonly work: HomeWorkQuery;
  readonly waits: readonly Waiting[];
  readonly nowMs: number;
}

/** A figure for each part that the person may see. */
export function Glance({ money, parts, work, waits, nowMs }: GlanceProps) {
  const figures = [
    parts.costRead ? spendFigure(money, nowMs) : null,
    work.running === undefined ? null : runningFigure(work.running),
    waitingFigure(waits, nowMs),
    work.endpoints === undefined ? null : endpointFigure(work.endpoints),
  ];
  return <Strip lead={parts.costRead} figures={figures.filter((figure) => figure !== null)} />;
}

type Running = NonNullable<HomeWorkQuery['running']>;
type Endpoints = NonNullable<HomeWorkQuery['endpoints']>;

function runningFigure(running: Running): Figure {
  const jobs = running.edges.map(({ node }) => node);
  const active = jobs.filter(({ status }) => status === 'RUNNING' || status === 'PROVISIONING');
  const queued = jobs.length - active.length;
  const cpus = active.reduce((total, { resources }) => total + resources.cpus, 0);
  const costs = active.flatMap(({ cost }) => (cost == null ? [] : [cost]));
  const currency = costs[0]?.currency;
  const isMore = running.pageInfo.hasNextPage;
  return {
    label: says.running,
    value: atLeast(active.length, isMore),
    unit: says.jobs(active.length),
    context: [
      `${says.leased(atLeast(cpus, isMore))}${queued === 0 ? '' : says.queued(atLeast(queued, isMore))}`,
      currency === undefined ? (
        says.nothingSpent
      ) : (
        <>
          {isMore && `${says.atTheLeast} `}
          <Money amount={sum(costs.map(({ amount }) => amount))} currency={currency} /> {says.soFar}
        </>
      ),
    ],
  };
}

function waitingFigure(waits: readonly Waiting[], nowMs: number): Figure {
  const approvals = waits.filter(({ kind }) => kind === 'approval');
  const oldest = approvals.flatMap(({ since }) => (since === null ? [] : [since])).sort()[0];
  const failures = waits.filter(({ kind }) => kind === 'failure').length;
  const budgets = waits.filter(({ kind }) => kind === 'budget').length;
  return {
    label: says.waiting,
    value: count(waits.length),
    context: [
      approvals.length === 0
        ? says.noApproval
        : `${says.approvals(approvals.length)}${oldest === undefined ? '' : says.oldest(relative(oldest, nowMs))}`,
      says.budgetsAndFailures(budgets, failures),
    ],
  };
}

function endpointFigure(endpoints: Endpoints): Figure {
  const all = endpoints.edges.map(({ node }) => {
    const traffic = trafficOf(node, HOUR_S);
    return { name: node.name, traffic, health: healthOf(node, traffic) };
  });
  const running = all.filter(({ health }) => health.word !== words.health.stopped);
  const ill = running.filter(({ health }) => health.tone === 'bad' || health.tone === 'warn');
  const perMinute = running.reduce((total, { traffic }) => total + traffic.perMinute, 0);
  const [first] = ill;
  return {
    label: says.endpoints,
    value: count(running.length - ill.length),
    unit: says.healthy(count(running.length)),
    context: [
      first === undefined ? (
        says.noneIll
      ) : (
        <Status tone={first.health.tone} icon={first.health.icon}>
          {says.ill(first.name, first.health.word)}
          {ill.length > 1 && says.moreIll(count(ill.length - 1))}
        </Status>
      ),
      says.requests(rate(perMinute)),
    ],
  };
}
