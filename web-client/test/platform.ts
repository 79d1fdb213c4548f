import { buildSchema, execute, GraphQLError, parse, validate, type ExecutionResult } from 'graphql';
import { schemaText } from '../scripts/schema.js';

export interface FakeProject {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string | null;
  readonly createdAt: string;
  readonly version: number;
}

/** What the stand-in does on a given day; change it at will between two requests. */
export interface Day {
  session: 'signedIn' | 'signedOut' | 'broken';
  tenants: { id: string; slug: string; name: string }[];
  projects: Record<string, FakeProject[]>;
  /** How `projects` is answered: a code refuses, `hang` never answers. */
  list: 'answer' | 'hang' | 'FORBIDDEN' | 'UNAVAILABLE' | 'UNAUTHENTICATED';
}

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly operation: string | null;
}

const CSRF = 'csrf-7f3a';
const SLUG = /^[a-z][a-z0-9-]{1,38}[a-z0-9]$/;
const schema = buildSchema(schemaText);

/**
 * A stand-in for the platform's doors that the console uses. Documents are validated against the very schema the
 * console is built from, so a field that the API does not have fails here as it would there.
 */
export class FakePlatform {
  readonly day: Day;
  readonly seen: Seen[] = [];
  private requests = 0;

  constructor(day: Partial<Day> = {}) {
    this.day = {
      session: 'signedIn',
      tenants: [{ id: 'T1', slug: 'harbour', name: 'Example Harbour' }],
      projects: {},
      list: 'answer',
      ...day,
    };
  }

  /** Has the shape of `fetch`. */
  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const url = new URL(
      typeof input === 'string' ? input : input instanceof URL ? input : input.url,
      'http://console',
    );
    const headers = new Headers(init?.headers);
    const method = init?.method ?? 'GET';
    const body = typeof init?.body === 'string' ? (JSON.parse(init.body) as GraphQLRequest) : null;
    this.seen.push({ method, path: url.pathname, headers, operation: body?.operationName ?? null });
    const requestId = `req_${String(++this.requests).padStart(4, '0')}`;
    if (this.day.session === 'broken') return answer(502, null, requestId);
    if (url.pathname === '/session') return this.session(requestId);
    if (url.pathname === '/session/logout') return this.logout(headers, requestId);
    if (url.pathname === '/graphql' && body !== null)
      return this.graphql(body, headers, requestId, init?.signal);
    return answer(404, null, requestId);
  };

  private session(requestId: string) {
    if (this.day.session === 'signedOut') return answer(401, null, requestId);
    const session = { name: 'Engineer', email: 'engineer@harbour.example', csrfToken: CSRF };
    return answer(200, session, requestId);
  }

  private logout(headers: Headers, requestId: string) {
    if (headers.get('X-Keelson-CSRF') !== CSRF) return answer(403, null, requestId);
    this.day.session = 'signedOut';
    return answer(204, null, requestId);
  }

  private async graphql(
    { query, variables, operationName }: GraphQLRequest,
    headers: Headers,
    requestId: string,
    signal: AbortSignal | null | undefined,
  ) {
    if (headers.get('X-Keelson-CSRF') !== CSRF) return answer(403, null, requestId);
    if (this.day.session === 'signedOut') return answer(401, null, requestId);
    if (operationName === 'Projects' && this.day.list === 'hang') await never(signal);
    const document = parse(query);
    const errors = validate(schema, document);
    const result: ExecutionResult =
      errors.length > 0
        ? { errors }
        : await execute({
            schema,
            document,
            variableValues: variables,
            operationName,
            rootValue: this.root(headers.get('X-Keelson-Tenant')),
          });
    return answer(200, result, requestId);
  }

  private root(tenant: string | null) {
    return {
      viewer: () => ({
        person: { id: 'P1', name: 'Engineer', email: 'engineer@harbour.example' },
        tenants: this.day.tenants,
      }),
      projects: ({ first, after }: { first: number; after: string | null }) =>
        this.page(tenant, first, after),
      createProject: ({ input }: { input: NewProject }) => this.create(tenant, input),
    };
  }

  private page(tenant: string | null, first: number, after: string | null) {
    const { list } = this.day;
    if (list !== 'answer' && list !== 'hang') throw refusal(list, REFUSALS[list]);
    const rows = this.rows(tenant);
    const start = after === null ? 0 : Number(after) + 1;
    const edges = rows
      .slice(start, start + first)
      .map((node, index) => ({ node, cursor: String(start + index) }));
    const endCursor = edges.at(-1)?.cursor ?? null;
    return {
      edges,
      pageInfo: { hasNextPage: start + first < rows.length, hasPreviousPage: start > 0, endCursor },
    };
  }

  private create(tenant: string | null, { slug, name, description }: NewProject) {
    const rows = this.rows(tenant);
    if (!SLUG.test(slug)) {
      const expected = '3 to 40 small letters, digits and hyphens, beginning with a letter';
      throw refusal('VALIDATION', `slug: ${slug} (expected: ${expected})`, 'slug');
    }
    if (rows.some((row) => row.slug === slug)) throw refusal('CONFLICT', `slug: ${slug} is taken`, 'slug');
    const project = {
      id: `P${rows.length + 1}-${slug}`,
      slug,
      name,
      description: description ?? null,
      createdAt: new Date().toISOString(),
      version: 1,
    };
    this.day.projects[tenant ?? ''] = [project, ...rows];
    return { __typename: 'Project', ...project };
  }

  private rows(tenant: string | null): FakeProject[] {
    if (!this.day.tenants.some(({ slug }) => slug === tenant)) throw refusal('NOT_FOUND', 'no such tenant');
    return this.day.projects[tenant ?? ''] ?? [];
  }
}

interface GraphQLRequest {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly operationName: string;
}

interface NewProject {
  readonly slug: string;
  readonly name: string;
  readonly description?: string | null;
}

const REFUSALS = {
  FORBIDDEN: 'PROJECT_READ is not granted to you',
  UNAVAILABLE: 'The database did not answer within 5 s.',
  UNAUTHENTICATED: 'The session has ended.',
};

function refusal(code: string, message: string, field?: string) {
  return new GraphQLError(message, { extensions: { code, ...(field === undefined ? {} : { field }) } });
}

function answer(status: number, body: unknown, requestId: string): Response {
  return new Response(body === null ? null : JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json', 'X-Request-Id': requestId },
  });
}

function never(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError')));
  });
}
