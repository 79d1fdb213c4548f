import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { arrayBuffer, text } from 'node:stream/consumers';
import { mergeConfig, type Connect, type Plugin } from 'vite';
import { WebSocketServer } from 'ws';
import console from '../vite.config';
import { days } from './days';
import type { FakePlatform } from './platform';
import { openSocket } from './socket';

/** As the platform sends it with every page. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

/** Of those that were asked for last. */
const MAX_PLATFORMS = 16;

const DOORS = ['/graphql', '/session', '/data'];

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
    pass(request, response, platformOf(request)).catch((failure: unknown) => {
      if (!response.destroyed) next(failure);
    });
  };

  /** Of the day and world that the cookies name, so that no look finds what another one has done. */
  function platformOf(request: IncomingMessage): FakePlatform {
    const cookie = request.headers.cookie ?? '';
    const day = /(?:^|; )day=(\w+)/.exec(cookie)?.[1] ?? 'good';
    const key = `${day} ${/(?:^|; )world=(\w+)/.exec(cookie)?.[1] ?? ''}`;
    const platform = platforms.get(key) ?? (days[day] ?? days.good)?.() ?? never();
    platforms.delete(key);
    platforms.set(key, platform);
    const oldest = platforms.keys().next();
    if (platforms.size > MAX_PLATFORMS && oldest.done !== true) platforms.delete(oldest.value);
    return platform;
  }

  return {
    name: 'stand-in',
    configureServer: ({ middlewares, httpServer }) => {
      middlewares.use(answer);
      followOn(httpServer, platformOf);
    },
    configurePreviewServer: ({ middlewares, httpServer }) => {
      followOn(httpServer, platformOf);
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
    ...(request.method === 'PATCH' ? { body: await arrayBuffer(request) } : {}),
    signal: gone.signal,
  });
  response.writeHead(answered.status, Object.fromEntries(answered.headers.entries()));
  response.end(Buffer.from(await answered.arrayBuffer()));
}

/** Opens sockets for live updates beside those of Vite's own. */
function followOn(server: EventEmitter | null, platformOf: (request: IncomingMessage) => FakePlatform) {
  const sockets = new WebSocketServer({ noServer: true });
  server?.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? '/', 'http://console');
    if (url.pathname !== '/graphql') return;
    sockets.handleUpgrade(request, socket, head, (open) => {
      const gone = openSocket(platformOf(request), url.searchParams.get('tenant') ?? '', {
        protocol: open.protocol,
        send: (text) => open.send(text),
        close: (code, reason) => open.close(code, reason),
        onMessage: (hear) => {
          open.on('message', (data: Buffer) => void hear(data.toString()));
        },
      });
      open.on('close', (code, reason) => void gone(code, reason.toString()));
    });
  });
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
