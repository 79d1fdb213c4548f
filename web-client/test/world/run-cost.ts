import { micros, split } from './decimal';
import { globalId } from './ids';
import type { UsageEventRow } from './ledger';
import type { RunRow } from './runs';

interface Metered {
  readonly resource: string;
  readonly meter: string;
  readonly unit: string;
  readonly price: string;
  readonly weight: number;
}

/** What a run's job is metered by: its cores, its memory, and what it writes while it goes on. */
const METERED: readonly Metered[] = [
  { resource: 'h100', meter: 'job.cpu_seconds', unit: 'cpu-second', price: '0.000680', weight: 94 },
  { resource: 'h100', meter: 'job.memory_gib_seconds', unit: 'GiB-second', price: '0.000012', weight: 5 },
  { resource: 'standard', meter: 'storage.gib_hours', unit: 'GiB-hour', price: '0.000031', weight: 1 },
];

/** Lines that add up to what the run cost, to the last digit. */
export function linesOfRun(run: RunRow, projectId: string): UsageEventRow[] {
  const parts = split(
    micros(run.euros ?? '0'),
    METERED.map(({ weight }) => weight),
  );
  return METERED.map(({ resource, meter, unit, price }, index) => ({
    id: globalId('UsageEvent', `${run.id}-${index}`),
    projectId,
    resource,
    meter,
    unit,
    price: micros(price),
    micros: parts[index] ?? 0n,
    from: run.startedAt ?? run.createdAt,
    to: run.endedAt ?? run.startedAt ?? run.createdAt,
    source: run.name,
    jobId: null,
    runId: run.id,
    endpointId: null,
  })).filter((line) => line.micros !== 0n);
}
