import type { ThingLineFragment } from '@/api/generated/cost';
import { compareAmounts, sum, type Amount } from '@/format/amount';
import { words } from './words';

/** What did something that costs: a job, an endpoint, or neither of them. */
export interface Thing {
  readonly key: string;
  readonly kind: 'job' | 'endpoint' | 'other';
  readonly id: string | null;
  /** Its own where it is there still and the person may read it, else by what it can be told. */
  readonly name: string;
  readonly isKnown: boolean;
}

/** By the first word of a meter's name. */
const OTHER: Readonly<Record<string, string>> = words.things.other;

type Named = Pick<ThingLineFragment, 'meter' | 'jobId' | 'job' | 'endpointId' | 'endpoint'>;

/** The endpoint of a line whose job is one of its replicas. */
function thingOf({ meter, jobId, job, endpointId, endpoint }: Named): Thing {
  if (endpointId != null) return named('endpoint', endpointId, endpoint?.name);
  if (jobId != null) return named('job', jobId, job?.name);
  const name = OTHER[meter.split('.')[0] ?? ''] ?? meter;
  return { key: `other ${name}`, kind: 'other', id: null, name, isKnown: false };
}

function named(kind: 'job' | 'endpoint', id: string, name: string | undefined): Thing {
  return {
    key: `${kind} ${id}`,
    kind,
    id,
    name: name ?? words.things.unnamed(kind, id.slice(-6)),
    isKnown: name !== undefined,
  };
}

/** What things cost, each with all its lines. */
export interface Spent<Line> {
  readonly thing: Thing;
  readonly amount: Amount;
  readonly lines: readonly Line[];
}

export function byThing<Line extends Named & { readonly amount: { readonly amount: Amount } }>(
  lines: readonly Line[],
): Map<string, Spent<Line>> {
  const groups = new Map<string, { thing: Thing; lines: Line[] }>();
  for (const line of lines) {
    const thing = thingOf(line);
    const group = groups.get(thing.key);
    if (group === undefined) groups.set(thing.key, { thing, lines: [line] });
    else group.lines.push(line);
  }
  return new Map(
    [...groups].map(([key, group]) => [
      key,
      { ...group, amount: sum(group.lines.map(({ amount }) => amount.amount)) },
    ]),
  );
}

/** For sorting: the larger amount first. */
export function dearest(a: Amount, b: Amount): number {
  return compareAmounts(b, a);
}
