import type { Failure } from '@/api/failure';
import type { Permission } from '@/api/permissions';
import { filled, measurements, valueAt, type Call, type Phase, type Script, type Step } from './script';

/** How far a loading is: all that it takes to go on with it, in this page or after it was opened anew. */
export interface Memory {
  /** Of idempotency keys: what is sent again after its answer was lost is carried out once. */
  readonly key: string;
  readonly startedMs: number;
  readonly done: number;
  readonly kept: Readonly<Record<string, unknown>>;
}

/** The ways to the platform. */
export interface Doors {
  /** Throws `Refusal` where the platform refuses. */
  readonly ask: (operation: string, variables: Record<string, unknown>, key: string) => Promise<unknown>;
  readonly send: (url: string, text: string) => Promise<void>;
  readonly pause: (ms: number) => Promise<void>;
}

/** The platform refused a step, or what it waits for will never be. */
export class Refusal extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  /** What is being done; null before and after. */
  readonly phase: string | null;
}

const AGAIN_MS = 700;
/** Things that move on by themselves may do so between the question and the change. */
const MOST_CONFLICTS = 5;

/** The phases that one person alone may carry out. */
export function phasesFor(script: Script, held: readonly Permission[]): readonly Phase[] {
  return script.phases.filter(
    ({ others, needs }) => others !== true && (needs === undefined || held.includes(needs)),
  );
}

/**
 * Carries out what is left of the phases, a step after the other.
 *
 * @param keep called after each step; false ends the loading there
 * @throws Refusal where a step is refused; what was done is in the last memory
 */
export async function load(
  phases: readonly Phase[],
  files: Script['files'],
  memory: Memory,
  doors: Doors,
  keep: (memory: Memory, progress: Progress) => boolean,
): Promise<void> {
  const steps = phases.flatMap(({ title, steps: some }) => some.map((step) => ({ title, step })));
  let now = memory;
  const total = steps.length;
  for (const { title, step } of steps.slice(memory.done)) {
    if (!keep(now, { done: now.done, total, phase: title })) return;
    const kept = await take(step, files, now, doors);
    now = { ...now, done: now.done + 1, kept };
  }
  keep(now, { done: total, total, phase: null });
}

type Kept = Memory['kept'];

async function take(step: Step, files: Script['files'], memory: Memory, doors: Doors): Promise<Kept> {
  const { kept } = memory;
  const key = `${memory.key}-${memory.done}`;
  if ('call' in step) return call(step, kept, key, doors);
  if ('upload' in step) {
    const text = files[step.upload] ?? '';
    const input = {
      datasetVersionId: filled(step.into, kept),
      path: step.upload,
      sizeBytes: new TextEncoder().encode(text).length,
    };
    const answer = await doors.ask('SampleStartUpload', { input }, key);
    await doors.send(String(valueAt(answer, 'startUpload.url')), text);
    return kept;
  }
  if ('curve' in step) {
    const input = { runId: filled(step.run, kept), metrics: measurements(step, memory.startedMs) };
    await doors.ask(step.curve, { input }, key);
    return kept;
  }
  await untilSo(step, kept, key, doors);
  return kept;
}

async function call(step: Call, before: Kept, key: string, doors: Doors): Promise<Kept> {
  for (let conflicts = 0; ; conflicts += 1) {
    let kept = before;
    if (step.fresh !== undefined) {
      const asked = filled(step.fresh.with, kept) as Record<string, unknown>;
      kept = { ...kept, ...taken(step.fresh.keep, await doors.ask(step.fresh.call, asked, key)) };
    }
    try {
      const variables = filled(step.with, kept) as Record<string, unknown>;
      const answer = await doors.ask(step.call, variables, conflicts === 0 ? key : `${key}-${conflicts}`);
      return { ...kept, ...taken(step.keep ?? {}, answer) };
    } catch (problem) {
      const isConflict = problem instanceof Refusal && problem.failure.code === 'CONFLICT';
      if (!isConflict || step.fresh === undefined || conflicts === MOST_CONFLICTS) throw problem;
    }
  }
}

function taken(places: Readonly<Record<string, string>>, answer: unknown): Kept {
  return Object.fromEntries(Object.entries(places).map(([name, place]) => [name, valueAt(answer, place)]));
}

async function untilSo(step: Extract<Step, { await: string }>, kept: Kept, key: string, doors: Doors) {
  const variables = filled(step.with, kept) as Record<string, unknown>;
  for (let waitedMs = 0; ; waitedMs += AGAIN_MS) {
    const answer = await doors.ask(step.await, variables, key);
    const found = valueAt(answer, step.at);
    if (step.until.some((one) => one === found)) return;
    const isLate = waitedMs > step.seconds * 1_000;
    if (isLate || step.never.some((one) => one === found)) {
      const why = step.why === undefined ? null : valueAt(answer, step.why);
      const said = typeof why === 'string' ? `: ${why}` : '';
      const late = isLate ? ` after ${step.seconds} s` : '';
      throw new Refusal({
        code: 'INTERNAL',
        message: `${String(found)}${late}${said} (expected: ${step.until.join(' or ')})`,
        fields: {},
        requestId: null,
      });
    }
    await doors.pause(AGAIN_MS);
  }
}
