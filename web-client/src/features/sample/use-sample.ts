import type { TypedDocumentNode } from '@urql/core';
import { Kind, OperationTypeNode } from 'graphql';
import { useEffect, useRef, useState } from 'react';
import { useClient, type Client } from 'urql';
import { idempotent } from '@/api/client';
import { NO_ANSWER, toFailure, type Failure } from '@/api/failure';
import * as documents from '@/api/generated/sample';
import { ownDoor } from '@/api/own-door';
import { useRights } from '@/api/permissions';
import { useSignedIn } from '@/api/session';
import { load, phasesFor, Refusal, type Doors, type Memory, type Progress } from './loading';
import { forget, newMemory, recall, remember } from './memory';
import type { Script } from './script';
import { words } from './words';

/** `begun`: in this browser, and neither ended nor going on. */
export type SampleState = 'new' | 'begun' | 'loading' | 'removing' | 'done';

export interface Sample {
  readonly state: SampleState;
  readonly progress: Progress | null;
  readonly failure: Failure | null;
  /** What the failure was of. */
  readonly failed: 'load' | 'remove';
  /** The project, as soon as there is one. */
  readonly projectId: string | null;
  readonly start: () => void;
  readonly stop: () => void;
  /** Removes what was loaded so far; true once its removal has begun, or nothing was there. */
  readonly remove: () => Promise<boolean>;
}

interface Going {
  readonly stop: AbortController;
  /** Settles when nothing of it goes on any more; never fails. */
  readonly ended: Promise<unknown>;
}

/** Loads the sample project from this page; whoever leaves it stops, and goes on when they come back. */
export function useSample(): Sample {
  const client = useClient();
  const { tenant } = useSignedIn();
  const { everywhere } = useRights();
  const [memory, setMemory] = useState<Memory | null>(() => recall(tenant.id));
  const latest = useRef(memory);
  const [state, setState] = useState<SampleState>(memory === null ? 'new' : 'begun');
  const [progress, setProgress] = useState<Progress | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [failed, setFailed] = useState<'load' | 'remove'>('load');
  const going = useRef<Going>({ stop: new AbortController(), ended: Promise.resolve() });
  useEffect(() => () => going.current.stop.abort(), []);

  /** What was begun before is over first, with what its last step made: nothing goes on behind the back of the next. */
  async function take(
    what: 'load' | 'remove',
    act: (stop: AbortSignal, begun: Memory | null) => Promise<void>,
  ): Promise<boolean> {
    const { stop: before, ended } = going.current;
    const stop = new AbortController();
    before.abort();
    setState(what === 'load' ? 'loading' : 'removing');
    setFailure(null);
    const done = ended
      .then(() => alone(tenant.id, () => act(stop.signal, recall(tenant.id) ?? latest.current)))
      .then(
        () => true,
        (problem: unknown) => {
          if (stop.signal.aborted) return false;
          setFailed(what);
          setFailure(problem instanceof Refusal ? problem.failure : NO_ANSWER);
          setState('begun');
          return false;
        },
      );
    going.current = { stop, ended: done };
    return done;
  }

  function run() {
    return take('load', async (stop, begun) => {
      const script = await theScript();
      const phases = phasesFor(script, everywhere);
      await load(phases, script.files, begun ?? newMemory(), doorsOf(client, stop), (now, at) => {
        latest.current = now;
        remember(tenant.id, now);
        setMemory(now);
        setProgress(at);
        if (at.phase === null) {
          forget(tenant.id);
          setState('done');
        }
        return !stop.aborted;
      });
    });
  }

  const projectId = projectOf(memory);

  function remove(): Promise<boolean> {
    return take('remove', async (stop, begun) => {
      const id = projectOf(begun);
      if (id !== null) await removeWhole(doorsOf(client, stop), id);
      forget(tenant.id);
      latest.current = null;
      setMemory(null);
      setProgress(null);
      setState('new');
    });
  }

  return {
    state,
    progress,
    failure,
    failed,
    projectId,
    start: () => void run(),
    stop: () => {
      going.current.stop.abort();
      setState('begun');
    },
    remove,
  };
}

function projectOf(memory: Memory | null): string | null {
  const id = memory?.kept.project;
  return typeof id === 'string' ? id : null;
}

/** In one tab of the browser at a time: what is loaded is remembered in one place. */
async function alone(tenantId: string, act: () => Promise<void>): Promise<void> {
  // Not everywhere: a browser has it on pages that came over TLS or from this machine.
  const locks = (navigator as { readonly locks?: LockManager }).locks;
  if (locks === undefined) return act();
  await locks.request(`keelson-sample:${tenantId}`, { ifAvailable: true }, (lock) => {
    if (lock === null) throw new Refusal(ELSEWHERE);
    return act();
  });
}

const ELSEWHERE: Failure = { code: 'CONFLICT', message: words.elsewhere, fields: {}, requestId: null };

/** Fetched when it is first wanted: it has the measurements of a hundred runs. */
async function theScript(): Promise<Script> {
  const { default: text } = await import('./sample-world.json?raw');
  return JSON.parse(text) as Script;
}

async function removeWhole(doors: Doors, id: string) {
  const answer = (await doors.ask('SampleProject', { id }, id)) as documents.SampleProjectQuery;
  const { node } = answer;
  if (node == null || !('slug' in node) || node.state !== 'ACTIVE') return;
  const input = { id, slug: node.slug, expectedVersion: node.version };
  await doors.ask('SampleRemoveProject', { input }, `remove-${id}-${node.version}`);
}

function doorsOf(client: Client, stop: AbortSignal): Doors {
  return {
    ask: async (operation, variables, key) => {
      const document = documentOf(operation);
      const { data, error } = await (
        isMutation(document)
          ? client.mutation(document, variables, idempotent(key))
          : client.query(document, variables, { requestPolicy: 'network-only' })
      ).toPromise();
      if (error !== undefined) throw new Refusal(toFailure(error));
      if (data == null) throw new Refusal(NO_ANSWER);
      return data;
    },
    send,
    pause: (ms) =>
      new Promise((done, stopped) => {
        const end = () => stopped(new DOMException('stopped', 'AbortError'));
        if (stop.aborted) end();
        stop.addEventListener('abort', end);
        setTimeout(done, ms);
      }),
  };
}

type AnyDocument = TypedDocumentNode<unknown, Record<string, unknown>>;

function documentOf(operation: string): AnyDocument {
  const known = (documents as unknown as Record<string, AnyDocument | undefined>)[`${operation}Document`];
  if (known === undefined) throw new Error(`the console has no operation ${operation}`);
  return known;
}

function isMutation({ definitions }: AnyDocument): boolean {
  return definitions.some(
    (one) => one.kind === Kind.OPERATION_DEFINITION && one.operation === OperationTypeNode.MUTATION,
  );
}

/** By tus 1.0, in one piece: from where the platform says it has it. */
async function send(url: string, text: string) {
  const door = ownDoor(url);
  const bytes = new TextEncoder().encode(text);
  const held = await fetch(door, { method: 'HEAD', headers: { 'Tus-Resumable': '1.0.0' } }).catch(() => null);
  const offset = Number(held?.headers.get('Upload-Offset') ?? Number.NaN);
  if (held?.ok !== true || Number.isNaN(offset)) throw new Refusal(NO_ANSWER);
  if (offset === bytes.length) return;
  const sent = await fetch(door, {
    method: 'PATCH',
    headers: {
      'Tus-Resumable': '1.0.0',
      'Upload-Offset': String(offset),
      'Content-Type': 'application/offset+octet-stream',
    },
    body: bytes.slice(offset).buffer,
  }).catch(() => null);
  if (sent?.ok !== true) throw new Refusal(NO_ANSWER);
}
