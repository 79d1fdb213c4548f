import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { onTestFinished } from 'vitest';
import type { FakePlatform } from './platform';
import { openSocket } from './socket';

/**
 * A class that pages may take for the browser's `WebSocket`; its other end is the stand-in. Its sockets end with the
 * test: the console keeps one open for a while after the last subscription, and would close it in a world without a
 * browser.
 */
export function socketsOf(platform: FakePlatform) {
  onTestFinished(() => {
    for (const socket of platform.sockets) socket.close(1001, 'the test is over');
  });
  return class FakeSocket extends EventTarget {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;
    readonly protocol = GRAPHQL_TRANSPORT_WS_PROTOCOL;
    readyState: number = FakeSocket.CONNECTING;
    onopen: ((event: Event) => void) | null = null;
    onmessage: ((event: MessageEvent) => void) | null = null;
    onclose: ((event: CloseEvent) => void) | null = null;
    onerror: ((event: Event) => void) | null = null;
    private hear: (text: string) => Promise<void> = () => Promise.resolve();
    private gone: ((code?: number, reason?: string) => Promise<void>) | null = null;

    constructor(readonly url: string) {
      super();
      platform.sockets.add(this);
      queueMicrotask(() => this.connect());
    }

    send(text: string) {
      void this.hear(text);
    }

    close(code = 1000, reason = '') {
      if (this.readyState === FakeSocket.CLOSED) return;
      this.readyState = FakeSocket.CLOSED;
      platform.sockets.delete(this);
      void this.gone?.(code, reason);
      this.onclose?.(new CloseEvent('close', { code, reason, wasClean: code === 1000 }));
    }

    private connect() {
      if (this.readyState === FakeSocket.CLOSED) return;
      if (!platform.day.sockets) {
        this.close(1006, 'refused');
        return;
      }
      this.readyState = FakeSocket.OPEN;
      const slug = new URL(this.url).searchParams.get('tenant') ?? '';
      this.gone = openSocket(platform, slug, {
        protocol: this.protocol,
        send: (text) => this.onmessage?.(new MessageEvent('message', { data: text })),
        close: (code, reason) => this.close(code, reason),
        onMessage: (hear) => (this.hear = hear),
      });
      this.onopen?.(new Event('open'));
    }
  };
}
