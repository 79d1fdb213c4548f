import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { mergeConfig, type Connect, type Plugin } from 'vite';
import console from '../vite.config';
import { days } from './days';
import type { FakePlatform } from './platform';

/** As the platform sends it with every page. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

const DOORS = ['/graphql', '/session'];

/** The console without a platform: the stand-in of the tests answers on the same port. */
function standIn(): Plugin {
  const platforms = new Map<string, FakePlatform>();

  const answer: Connect.NextHandleFunction = (request, response, next) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (path === '/session/login') {
      signIn(request, response);
      return;
    }
    if (!DOORS.some((door) => path === door || path.startsWith(`${door}/`))) {
      next();
      return;
    }
    const day = /(?:^|; )day=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? 'good';
    let platform = platforms.get(day);
    if (platform === undefined) platforms.set(day, (platform = (days[day] ?? days.good)?.() ?? never()));
    pass(request, response, platform).catch((failure: unknown) => {
      if (!response.destroyed) next(failure);
    });
  };

  return {
    name: 'stand-in',
    configureServer: ({ middlewares }) => void middlewares.use(answer),
    configurePreviewServer: ({ middlewares }) => {
      middlewares.use((_request, response, next) => {
        response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
        next();
      });
      middlewares.use(answer);
    },
  };
}

async function pass(request: IncomingMessage, response: ServerResponse, platform: FakePlatform) {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const answered = await platform.fetch(request.url ?? '/', {
    method: request.method ?? 'GET',
    headers: Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as [string, string]] : [],
    ),
    ...(request.method === 'POST' ? { body: await text(request) } : {}),
    signal: gone.signal,
  });
  response.writeHead(answered.status, Object.fromEntries(answered.headers.entries()));
  response.end(await answered.text());
}

/** Signs in at once and leads back. */
function signIn(request: IncomingMessage, response: ServerResponse) {
  const returnTo = new URL(request.url ?? '/', 'http://console').searchParams.get('returnTo') ?? '/';
  response.writeHead(302, { 'Set-Cookie': 'day=good; Path=/; SameSite=Lax', Location: returnTo });
  response.end();
}

function never(): never {
  throw new Error('there is always a good day');
}

export default mergeConfig(console, { root: join(import.meta.dirname, '..'), plugins: [standIn()] });
