import { screen, waitFor } from '@testing-library/react';
import axe from 'axe-core';
import { matchRoutes, type RouteObject } from 'react-router';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { paths } from '@/paths';
import { routes } from '@/routes';
import { openConsole } from './open-console';
import { FakePlatform } from './platform';
import { LARGE, largeWorld, RUNS } from './world/large';
import { globalId } from './world/ids';

const UNTIL = { timeout: 100_000 };

const PAGES: readonly string[] = [
  paths.home(),
  paths.inbox(),
  paths.thing(LARGE.job(0)),
  paths.projects(),
  paths.project(LARGE.project),
  paths.sample(),
  paths.datasets(),
  paths.dataset(LARGE.project, LARGE.dataset(0)),
  paths.dataset(LARGE.project, LARGE.dataset(1)),
  paths.dataset(LARGE.project, LARGE.dataset(2)),
  `${paths.dataset(LARGE.project, LARGE.dataset(3))}?tab=checks`,
  paths.runs(),
  paths.experiment(LARGE.project, LARGE.experiment),
  `${paths.experiment(LARGE.project, LARGE.experiment)}?view=charts&sx=p.lr&group=p.lr&columns=name,m.val/loss,s.val/loss,p.lr`,
  paths.run(LARGE.run(0)),
  paths.run(LARGE.run(1)),
  paths.run(LARGE.run(RUNS - 1)),
  paths.compare([0, 1, 2, 3, 4].map(LARGE.run)),
  paths.models(),
  paths.model(LARGE.model(0)),
  paths.model(LARGE.model(3)),
  paths.retraining(LARGE.model(1)),
  paths.endpoints(),
  paths.endpoint(LARGE.endpoint(0)),
  paths.endpoint(LARGE.endpoint(1)),
  `${paths.endpoint(LARGE.endpoint(2))}?tab=rollout`,
  paths.jobs(),
  paths.job(LARGE.job(0)),
  paths.job(LARGE.job(1)),
  paths.job(LARGE.job(2)),
  paths.alerts(),
  paths.cost(),
  `${paths.cost()}?view=ledger`,
  `${paths.cost()}?view=resource`,
  paths.members(),
  paths.keys(),
  paths.activity(),
  paths.audit(),
  paths.deadLetters(),
  paths.limits(),
  paths.signOn(),
  paths.settings(),
  '/nowhere',
];

/** GraphiQL's own editor is not drawn without a layout; `explorer.test.tsx` looks at its page. */
const LEFT_OUT = [paths.explorer()];

/** What a figure, a moment or a name reads like that is none. */
const NOT_FOR_PEOPLE = /\bNaN\b|\bundefined\b|Invalid Date|\[object |\bInfinity\b|∞/;

function leaves(tree: readonly RouteObject[]): RouteObject[] {
  return tree.flatMap((route) => (route.children === undefined ? [route] : leaves(route.children)));
}

/** All that is read or heard. */
function words(): string[] {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: string[] = [document.title];
  while (texts.nextNode() !== null) found.push(texts.currentNode.textContent ?? '');
  for (const element of document.querySelectorAll('[title], [aria-label], [placeholder]'))
    for (const name of ['title', 'aria-label', 'placeholder']) found.push(element.getAttribute(name) ?? '');
  return found;
}

/** Nothing has changed for a while. */
async function stands() {
  for (let before = ''; before !== document.body.innerHTML;) {
    before = document.body.innerHTML;
    await new Promise((later) => setTimeout(later, 300));
  }
}

/**
 * Without a whole schema the cache enters every inline fragment when it writes, also those of other kinds than the thing
 * is of, and misses their fields. What it then skips is in no answer.
 */
const OF_ANOTHER_KIND = /^Invalid undefined: .*Inline Fragment on /s;

describe('the large world', { timeout: 120_000 }, () => {
  const said: string[] = [];
  beforeEach(() => {
    said.length = 0;
    const hear = (...parts: unknown[]) => {
      const text = parts.map(String).join(' ');
      if (!OF_ANOTHER_KIND.test(text)) said.push(text);
    };
    vi.spyOn(console, 'error').mockImplementation(hear);
    vi.spyOn(console, 'warn').mockImplementation(hear);
  });

  it('is walked on every route', () => {
    const opened = PAGES.map((path) => matchRoutes(routes, path)?.at(-1)?.route);
    const left = leaves(routes).filter((route) => !opened.includes(route));
    expect(left.map(({ path }) => path)).toEqual(LEFT_OUT);
  });

  it('is the same each time, and its runs are made when they are asked for', () => {
    const [one, other] = [largeWorld(7), largeWorld(7)];
    expect(one.runs[5_000]).toEqual(other.runs[5_000]);
    expect(one.runs[5_000]?.metrics[0]?.value).not.toBe(largeWorld(8).runs[5_000]?.metrics[0]?.value);
    expect(one.runs.length).toBeGreaterThan(RUNS);
    expect(globalId('Run', 'large-0')).toBe(LARGE.run(0));
  });

  it.each(PAGES)('is shown at %s', async (path) => {
    openConsole(new FakePlatform({ worlds: { harbour: largeWorld() } }), path);
    // Before it there is the page of who is asked to sign in.
    await screen.findByRole('navigation', { name: 'Main' }, UNTIL);
    await waitFor(() => expect(document.querySelector('main h1')).not.toBeNull(), UNTIL);
    await waitFor(() => expect(document.querySelector('[aria-busy=true]')).toBeNull(), UNTIL);
    await stands();
    await waitFor(() => expect(document.title).toMatch(/Keelson$/));
    expect(screen.queryByText('Could not draw this page')).toBeNull();
    expect(words().filter((text) => NOT_FOR_PEOPLE.test(text))).toEqual([]);
    expect(said).toEqual([]);
    const { violations } = await axe.run(document, { rules: { 'color-contrast': { enabled: false } } });
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
  });
});
