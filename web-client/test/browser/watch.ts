import { getOperationAST, parse } from 'graphql';
import type { Page, Request } from '@playwright/test';
import { textOf } from '../documents';

/** One request to `/graphql`, in milliseconds since the page was first watched. */
interface Asked {
  readonly operation: string;
  readonly beganMs: number;
  endedMs: number | null;
}

/** What one view of a page cost. */
export interface View {
  readonly operations: readonly string[];
  /** Requests that had to wait for one another: 1 when all went out at once. */
  readonly waterfall: number;
}

/** What the bell asks again and again, whichever page is open: of no page's cost. */
const EACH_MINUTE = 'Unread';

/** No request for so long means that a page has all it wants. */
const QUIET_MS = 400;
const QUIET_LIMIT_MS = 15_000;

/** Listens to a page: its errors, what its policy refused, and what it asks of the API. */
export class Watch {
  private problems: string[] = [];
  private readonly asked = new Map<Request, Asked>();
  private readonly excused: RegExp[] = [];
  /** What the page that is open now asked when it was opened. */
  private before: readonly string[] = [];
  /** When that page gave way to the one that is being opened. */
  private leftMs: number | null = null;

  constructor(private readonly page: Page) {
    page.on('console', (message) => {
      if (message.type() === 'error') this.report(`${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => this.report(error.stack ?? String(error)));
    page.on('request', (request) => {
      const operation = operationOf(request);
      if (operation !== null && operation !== EACH_MINUTE)
        this.asked.set(request, { operation, beganMs: performance.now(), endedMs: null });
    });
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) this.leftMs ??= performance.now();
    });
    for (const event of ['requestfinished', 'requestfailed'] as const) {
      page.on(event as 'requestfinished', (request) => {
        const asked = this.asked.get(request);
        if (asked !== undefined) asked.endedMs = performance.now();
      });
    }
  }

  /** What a test brings about on purpose, such as a connection it cuts, is no problem of the page. */
  excuse(expected: RegExp) {
    this.excused.push(expected);
  }

  /** The problems since they were last taken. */
  take(): string[] {
    const taken = this.problems;
    this.problems = [];
    return taken;
  }

  /**
   * Does what opens a page, waits until it asks no more, and tells what it asked. What the page before asked anew while
   * it was still open, since something on it had changed, is not of this one.
   */
  async view(open: () => Promise<unknown>): Promise<View> {
    this.asked.clear();
    this.leftMs = null;
    await open();
    await this.settled();
    const requests = [...this.asked.values()].filter((one) => !this.isOfPageBefore(one));
    this.before = requests.map(({ operation }) => operation);
    return { operations: requests.map(({ operation }) => operation), waterfall: longestChain(requests) };
  }

  private isOfPageBefore({ operation, beganMs }: Asked): boolean {
    return this.leftMs !== null && beganMs < this.leftMs && this.before.includes(operation);
  }

  private async settled() {
    const limit = performance.now() + QUIET_LIMIT_MS;
    let last = performance.now();
    let count = -1;
    while (performance.now() < limit) {
      const running = [...this.asked.values()].some(({ endedMs }) => endedMs === null);
      if (running || this.asked.size !== count) last = performance.now();
      count = this.asked.size;
      if (performance.now() - last >= QUIET_MS) return;
      await this.page.waitForTimeout(50);
    }
    throw new Error(
      `the page still asks after ${QUIET_LIMIT_MS} ms: ${[...this.asked.values()].map(({ operation }) => operation).join(', ')}`,
    );
  }

  private report(problem: string) {
    if (!this.excused.some((expected) => expected.test(problem))) this.problems.push(problem);
  }
}

/** The name of the operation that a request asks the API for; null for any other request. */
export function operationOf(request: Request): string | null {
  if (new URL(request.url()).pathname !== '/graphql' || request.method() !== 'POST') return null;
  const { query, documentId } = request.postDataJSON() as { query?: string; documentId?: string };
  const text = query ?? textOf(documentId);
  return (text === null ? null : getOperationAST(parse(text))?.name?.value) ?? 'anonymous';
}

function longestChain(requests: readonly Asked[]): number {
  const depths = new Map<Asked, number>();
  let longest = 0;
  for (const request of [...requests].sort((a, b) => a.beganMs - b.beganMs)) {
    const before = requests.filter(({ endedMs }) => endedMs !== null && endedMs <= request.beganMs);
    const depth = 1 + Math.max(0, ...before.map((one) => depths.get(one) ?? 0));
    depths.set(request, depth);
    longest = Math.max(longest, depth);
  }
  return longest;
}
