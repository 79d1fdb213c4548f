import type { Permission } from '@/api/permissions';
import { DAY_MS, MINUTE_MS } from '@/format/units';

/** Values by name that a step takes out of an answer, by their place in it: `createRun.id`. */
type Kept = Readonly<Record<string, string>>;

/** Variables of an operation; a text such as `$project` stands for what an earlier step kept under that name. */
type Variables = Readonly<Record<string, unknown>>;

/** One operation. */
export interface Call {
  readonly call: string;
  readonly with: Variables;
  readonly keep?: Kept;
  /** Whose it is where several people load it; one person alone does all that they may. */
  readonly as?: string;
  /** Asked right before, each time that it is tried: it moves on by itself. */
  readonly fresh?: { readonly call: string; readonly with: Variables; readonly keep: Kept };
}

/** A file of the script into an open version. */
export interface Upload {
  readonly upload: string;
  readonly into: string;
}

/** What a run measured: a value of each metric after each step, from a minute of a day so many days ago on. */
export interface Curve {
  readonly curve: string;
  readonly run: string;
  readonly day: number;
  readonly minute: number;
  readonly everySeconds: number;
  readonly metrics: Readonly<Record<string, readonly number[]>>;
}

/** Asks until it is so. */
export interface Await {
  readonly await: string;
  readonly with: Variables;
  readonly at: string;
  readonly until: readonly string[];
  /** Then it never will be; `why` says where the reason is. */
  readonly never: readonly string[];
  readonly why?: string;
  readonly seconds: number;
}

export type Step = Call | Upload | Curve | Await;

export interface Phase {
  readonly title: string;
  readonly steps: readonly Step[];
  /** Left out by who does not hold it. */
  readonly needs?: Permission;
  /** It takes a second person. */
  readonly others?: boolean;
}

/** As `scripts/make-sample-world.js` writes it. */
export interface Script {
  readonly documents: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly phases: readonly Phase[];
}

/** Puts what is kept in the place of its name. */
export function filled(value: unknown, kept: Readonly<Record<string, unknown>>): unknown {
  if (typeof value === 'string' && value.startsWith('$')) {
    const name = value.slice(1);
    if (!(name in kept)) throw new Error(`nothing is kept under ${value}`);
    return kept[name];
  }
  if (Array.isArray(value)) return value.map((item) => filled(item, kept));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, filled(item, kept)]));
}

/** What stands at a place such as `createRun.id`; undefined for nothing. */
export function valueAt(data: unknown, place: string): unknown {
  return place
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], data);
}

/** The measurements of a curve as `logBatch` takes them. */
export function measurements({ metrics, day, minute, everySeconds }: Curve, startedMs: number) {
  const from = Math.floor(startedMs / DAY_MS) * DAY_MS - day * DAY_MS + minute * MINUTE_MS;
  return Object.entries(metrics).flatMap(([key, values]) =>
    values.map((value, index) => ({
      key,
      value,
      step: index + 1,
      at: new Date(from + (index + 1) * everySeconds * 1_000).toISOString(),
    })),
  );
}
