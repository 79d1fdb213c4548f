import { words } from './words';

const says = words.instants;

/** An instant as a zone's clocks and UTC show it. */
export interface ZonedInstant {
  /** `Thu 26 Nov`, in the zone. */
  readonly day: string;
  /** `06:30`, in the zone. */
  readonly time: string;
  /** `05:30 UTC`, with its day where that is another one than the zone's. */
  readonly utc: string;
}

export function zoned(instant: string, zone: string): ZonedInstant {
  const at = new Date(instant);
  const here = partsOf(at, zone);
  const there = partsOf(at, 'UTC');
  return {
    day: `${here.weekday} ${here.day} ${here.month}`,
    time: `${here.hour}:${here.minute}`,
    utc: says.utc(here.day === there.day ? '' : `${there.day} ${there.month} `, there.hour, there.minute),
  };
}

/** Whether clocks of the zone stand otherwise at one of the instants than at the one before. */
export function clockChange(instants: readonly string[], zone: string): string | null {
  const offsets = instants.map((instant) => offsetOf(new Date(instant), zone));
  const at = offsets.findIndex((offset, index) => index > 0 && offset !== offsets[index - 1]);
  return at === -1 ? null : (instants[at] ?? null);
}

export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return name.trim() !== '';
  } catch {
    return false;
  }
}

/** Names to choose from. */
export function zones(): readonly string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC')];
}

interface Parts {
  readonly weekday: string;
  readonly day: string;
  readonly month: string;
  readonly hour: string;
  readonly minute: string;
}

function partsOf(at: Date, timeZone: string): Parts {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: isZone(timeZone) ? timeZone : 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const { weekday = '', day = '', month = '', hour = '', minute = '' } = parts;
  // Some engines write Sept.
  return { weekday, day, month: month.slice(0, 3), hour, minute };
}

/** Minutes that the zone's clocks are ahead of UTC. */
function offsetOf(at: Date, timeZone: string): number {
  const { hour, minute } = partsOf(at, timeZone);
  const there = at.getUTCHours() * 60 + at.getUTCMinutes();
  const ahead = Number(hour) * 60 + Number(minute) - there;
  return ((ahead % 1440) + 2160) % 1440;
}
