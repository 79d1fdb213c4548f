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

/** Loads the sample project from this page; whoever leaves it stops, and goes on when they come back. */
export function useSample(): Sample {
  const client = useClient();
  const { tenant } = useSignedIn();
  const { everywhere } = useRights();
  const [memory, setMemory] = useState<Memory | null>(() => recall(tenant.id));
  const [state, setState] = useState<SampleState>(memory === null ? 'new' : 'begun');
  const [progress, setProgress] = useState<Progress | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [failed, setFailed] = useState<'load' | 'remove'>('load');
  const turn = useRef(0);
  useEffect(
    () => () => {
      turn.current += 1;
    },
    [],
  );

  async function run() {
    const mine = (turn.current += 1);
    const isMine = () => turn.current === mine;
    let latest = memory ?? newMemory();
    setState('loading');
    setFailure(null);
    try {
      const script = await theScript();
      const phases = phasesFor(script, everywhere);
      await load(phases, script.files, latest, doorsOf(client), (now, at) => {
        latest = now;
        remember(tenant.id, now);
        if (!isMine()) return false;
        setMemory(now);
        setProgress(at);
        if (at.phase === null) {
          forget(tenant.id);
          setState('done');
        }
        return true;
      });
    } catch (problem) {
      if (!isMine()) return;
      setFailed('load');
      setFailure(problem instanceof Refusal ? problem.failure : NO_ANSWER);
      setState('begun');
    }
  }

  const projectId = typeof memory?.kept.project === 'string' ? memory.kept.project : null;

  async function remove(): Promise<boolean> {
    turn.current += 1;
    setState('removing');
    setFailure(null);
    try {
      if (projectId !== null) await removeWhole(doorsOf(client), projectId);
      forget(tenant.id);
      setMemory(null);
      setProgress(null);
      setState('new');
      return true;
    } catch (problem) {
      setFailed('remove');
      setFailure(problem instanceof Refusal ? problem.failure : NO_ANSWER);
      setState('begun');
      return false;
    }
  }

  return {
    state,
    progress,
    failure,
    failed,
    projectId,
    start: () => void run(),
    stop: () => {
      turn.current += 1;
      setState('begun');
    },
    remove,
  };
}

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

function doorsOf(client: Client): Doors {
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
    pause: (ms) => new Promise((done) => setTimeout(done, ms)),
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
