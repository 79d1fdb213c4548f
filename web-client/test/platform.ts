import { execute, getOperationAST, parse, validate, type ExecutionResult } from 'graphql';
import { textOf } from './documents';
import { refusal } from './world/refusal';
import { standInSchema } from './world/schema';
import { dataDoor } from './world/uploads';
import { emptyWorld, type World } from './world/world';

/** How an operation is answered instead of from the world: a code refuses, `hang` never answers. */
export type Fault =
  | 'hang'
  | 'RATE_LIMITED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'UNAVAILABLE'
  | 'UNAUTHENTICATED'
  | 'CONFLICT'
  | 'INTERNAL';

/** What the stand-in does on a given day; change it at will between two requests. */
export interface Day {
  session: 'signedIn' | 'signedOut' | 'broken';
  tenants: { id: string; slug: string; name: string }[];
  /** What each tenant has, by slug. */
  worlds: Record<string, World>;
  /** By operation name; `*` is for all but the viewer's. */
  faults: Record<string, Fault | undefined>;
  /** By slug, how all that names the tenant is refused. */
  shut: Record<string, Exclude<Fault, 'hang'>>;
  /** Whether sockets for live updates open. */
  sockets: boolean;
}

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly operation: string | null;
  readonly variables: Record<string, unknown>;
  /** Whether it was to be measured instead of run. */
  readonly costOnly: boolean;
}

export interface GraphQLRequest {
  readonly query?: string | null | undefined;
  /** Instead of the text. */
  readonly documentId?: string | null | undefined;
  readonly extensions?: { readonly costOnly?: boolean } | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
  readonly operationName?: string | null | undefined;
}

const CSRF = 'csrf-7f3a';
export const schema = standInSchema();

/**
 * A stand-in for the platform's doors that the console uses. Documents are validated against the very schema the
 * console is built from, so a field that the API does not have fails here as it would there.
 */
export class FakePlatform {
  readonly day: Day;
  readonly seen: Seen[] = [];
  /** Those that are open, so that a test may cut them off. */
  readonly sockets = new Set<{ close(code?: number, reason?: string): void }>();
  private requests = 0;
  private underWay = 0;

  constructor(day: Partial<Day> = {}) {
    this.day = {
      session: 'signedIn',
      tenants: [{ id: 'T1', slug: 'harbour', name: 'Example Harbour' }],
      worlds: {},
      faults: {},
      shut: {},
      sockets: true,
      ...day,
    };
  }

  /** What the tenant has, made on its first use. */
  world(slug = 'harbour'): World {
    const world = (this.day.worlds[slug] ??= emptyWorld());
    const tenants = this.day.tenants.map((tenant) => ({
      ...emptyWorld().tenant,
      ...world.tenants.find(({ id }) => id === tenant.id),
      ...tenant,
    }));
    world.tenants = tenants;
    world.tenant = tenants.find((tenant) => tenant.slug === slug) ?? world.tenant;
    return world;
  }

  /**
   * Once no answer is on its way, nor asked for because of the last: a page then knows nothing that is made in the world
   * afterwards.
   */
  async quiet(): Promise<void> {
    for (let still = 0; still < 3; still += this.underWay === 0 ? 1 : -still)
      await new Promise((resolve) => setTimeout(resolve, 10));
  }

  /** Has the shape of `fetch`. */
  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    this.underWay += 1;
    try {
      return await this.answered(input, init);
    } finally {
      this.underWay -= 1;
    }
  };

  private async answered(input: RequestInfo | URL, init: RequestInit | undefined): Promise<Response> {
    const url = new URL(
      typeof input === 'string' ? input : input instanceof URL ? input : input.url,
      'http://console',
    );
    const headers = new Headers(init?.headers);
    const method = init?.method ?? 'GET';
    const body =
      typeof init?.body === 'string' && init.body !== '' ? (JSON.parse(init.body) as GraphQLRequest) : null;
    this.seen.push({
      method,
      path: url.pathname,
      headers,
      operation: body === null ? null : (body.operationName ?? nameOf(body)),
      variables: body?.variables ?? {},
      costOnly: body?.extensions?.costOnly === true,
    });
    const requestId = `req_${String(++this.requests).padStart(4, '0')}`;
    if (this.day.session === 'broken') return answer(502, null, requestId);
    if (url.pathname === '/session') return this.session(requestId);
    if (url.pathname === '/session/logout') return this.logout(headers, requestId);
    if (url.pathname.startsWith('/data/')) return this.data(method, url, headers, init?.body);
    if (url.pathname === '/graphql' && body !== null)
      return this.graphql(body, headers, requestId, init?.signal);
    return answer(404, null, requestId);
  }

  private data(method: string, url: URL, headers: Headers, body: unknown) {
    // A page's bytes are of its own realm: no instance of what they are called here.
    const { byteLength: bodyBytes = 0 } = Object(body ?? {}) as { readonly byteLength?: number };
    const worlds = Object.values(this.day.worlds);
    const { status, headers: own, body: content } = dataDoor(worlds, { method, url, headers, bodyBytes });
    const bytes = typeof content === 'string' || content === null ? content : Uint8Array.from(content);
    return new Response(bytes, { status, headers: { ...own } });
  }

  private session(requestId: string) {
    if (this.day.session === 'signedOut') return answer(401, null, requestId);
    const session = {
      name: 'Engineer',
      email: 'engineer@harbour.example',
      username: 'engineer',
      csrfToken: CSRF,
    };
    return answer(200, session, requestId);
  }

  private logout(headers: Headers, requestId: string) {
    if (headers.get('X-Keelson-CSRF') !== CSRF) return answer(403, null, requestId);
    this.day.session = 'signedOut';
    return answer(204, null, requestId);
  }

  private async graphql(
    request: GraphQLRequest,
    headers: Headers,
    requestId: string,
    signal: AbortSignal | null | undefined,
  ) {
    if (headers.get('X-Keelson-CSRF') !== CSRF) return answer(403, null, requestId);
    if (this.day.session === 'signedOut') return answer(401, null, requestId);
    const query = request.query ?? textOf(request.documentId);
    if (query === null) return answer(404, { errors: [unknownDocument()] }, requestId);
    const { variables } = request;
    const operationName = request.operationName ?? nameOf(request);
    const slug = headers.get('X-Keelson-Tenant');
    const fault = this.day.shut[slug ?? ''] ?? this.faultOf(operationName ?? '');
    if (fault === 'hang') await never(signal);
    const document = parse(query);
    const errors = validate(schema, document);
    const isOutside = slug !== null && !this.day.tenants.some((tenant) => tenant.slug === slug);
    const result: ExecutionResult =
      errors.length > 0
        ? { errors }
        : isOutside
          ? { data: null, errors: [refusal('NOT_FOUND', 'tenant not found')] }
          : request.extensions?.costOnly === true
            ? { data: null }
            : fault !== undefined && fault !== 'hang'
              ? { data: null, errors: [refusal(fault, REFUSALS[fault])] }
              : await execute({
                  schema,
                  document,
                  variableValues: variables ?? {},
                  operationName: operationName ?? null,
                  contextValue: this.contextOf(slug),
                });
    const used = request.extensions?.costOnly === true ? 0 : 6;
    const extensions = { cost: { asked: 20, used, limit: 300_000 } };
    await later();
    return answer(200, { ...result, extensions }, requestId);
  }

  private faultOf(operation: string): Fault | undefined {
    return this.day.faults[operation] ?? (operation === 'Viewer' ? undefined : this.day.faults['*']);
  }

  private contextOf(slug: string | null): World {
    const known = this.day.tenants.find((tenant) => tenant.slug === slug);
    if (known !== undefined) return this.world(known.slug);
    // Without a tenant one may ask for one's tenants only.
    return {
      ...this.world('nobody'),
      tenants: this.day.tenants.map(({ slug }) => this.world(slug).tenant),
    };
  }
}

const REFUSALS: Readonly<Record<Exclude<Fault, 'hang'>, string>> = {
  RATE_LIMITED: 'The points of the organisation are used up.',
  FORBIDDEN: 'PROJECT_READ is not granted to you',
  NOT_FOUND: 'no such thing',
  UNAVAILABLE: 'The database did not answer within 5 s.',
  UNAUTHENTICATED: 'The session has ended.',
  CONFLICT: 'It was changed meanwhile.',
  INTERNAL: 'The platform failed to answer.',
};

/** Of the operation that is sent by its id alone. */
function nameOf({ query, documentId }: GraphQLRequest): string | null {
  const text = query ?? textOf(documentId);
  return text === null ? null : (getOperationAST(parse(text))?.name?.value ?? null);
}

function unknownDocument() {
  return refusal('NOT_FOUND', 'documentId: names no document that is known here', 'documentId');
}

function answer(status: number, body: unknown, requestId: string): Response {
  return new Response(body === null ? null : JSON.stringify(body), {
    status,
    headers: {
      'Content-Type': 'application/json',
      'X-Request-Id': requestId,
      'RateLimit-Limit': '60000',
      'RateLimit-Remaining': '59980',
    },
  });
}

/**
 * Most milliseconds that an answer takes, each a time of its own: `npm run test:late` shows which pages and tests count on
 * an order of answers. Otherwise they come at once.
 */
const SLOWEST = Number(process.env.ANSWERS_MS ?? 0);

function later(): Promise<void> {
  if (SLOWEST === 0) return Promise.resolve();
  return new Promise((resolve) => setTimeout(resolve, Math.random() * SLOWEST));
}

function never(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError')));
  });
}
