export interface Line {
  readonly at: string;
  readonly cursor: string;
  readonly stream: 'OUT' | 'ERR';
  readonly text: string;
}

/** What a browser keeps of a log; what is older is left to the download. */
export const MAX_LINES = 100_000;

/** Lines of one log in their order, each once, however often a stream begins anew. */
export class LogStore {
  lines: readonly Line[] = [];
  /** Lines that were let go at the beginning. */
  dropped = 0;
  private readonly seen = new Set<string>();
  private waiting: Line[] = [];
  private readonly listeners = new Set<() => void>();
  private frame: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly maxLines = MAX_LINES,
    private readonly batchMs = 50,
  ) {}

  /** Listeners hear of many lines at once: a job may write thousands in a second. */
  append(lines: readonly Line[]): void {
    for (const line of lines) {
      if (this.seen.has(line.cursor)) continue;
      this.seen.add(line.cursor);
      this.waiting.push(line);
    }
    if (this.waiting.length > 0) this.frame ??= setTimeout(() => this.flush(), this.batchMs);
  }

  /** Where a stream goes on; null for the beginning. */
  get cursor(): string | null {
    return this.waiting.at(-1)?.cursor ?? this.lines.at(-1)?.cursor ?? null;
  }

  flush(): void {
    clearTimeout(this.frame);
    this.frame = undefined;
    const all = [...this.lines, ...this.waiting];
    this.waiting = [];
    const excess = Math.max(0, all.length - this.maxLines);
    for (const line of all.slice(0, excess)) this.seen.delete(line.cursor);
    this.dropped += excess;
    this.lines = excess === 0 ? all : all.slice(excess);
    for (const listener of this.listeners) listener();
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly snapshot = () => this.lines;
}

/** Indexes of the lines that hold `text`, in any case; none for an empty one. */
export function matching(lines: readonly Line[], text: string): readonly number[] {
  const wanted = text.toLowerCase();
  if (wanted === '') return [];
  return lines.flatMap((line, index) => (line.text.toLowerCase().includes(wanted) ? [index] : []));
}

/** A line cut into pieces, every second of which is a match. */
export function pieces(text: string, wanted: string): readonly string[] {
  if (wanted === '') return [text];
  const found: string[] = [];
  const lower = text.toLowerCase();
  const needle = wanted.toLowerCase();
  let from = 0;
  for (let at = lower.indexOf(needle); at >= 0; at = lower.indexOf(needle, from)) {
    found.push(text.slice(from, at), text.slice(at, at + needle.length));
    from = at + needle.length;
  }
  return [...found, text.slice(from)];
}

/** As a file: time, stream and text of each line. */
export function asText(lines: readonly Line[]): string {
  return lines.map(({ at, stream, text }) => `${at} ${stream.toLowerCase()} ${text}\n`).join('');
}
