/** How a person looks at a list, under a name: the parameters of its address. */
export interface KeptView {
  readonly name: string;
  /** Without the question mark. */
  readonly search: string;
}

/** Of one list in one browser. */
export const MAX_VIEWS = 12;
const MAX_NAME = 60;

function keyOf(list: string): string {
  return `keelson-views:${list}`;
}

/** Those that this browser keeps of the list; none where it keeps nothing, or what is no view of ours. */
export function keptViews(list: string): readonly KeptView[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(list)) ?? '[]');
    if (!Array.isArray(kept)) return [];
    // One of a name: it is known by it.
    return [...new Map(kept.filter(isView).map((view) => [view.name, view])).values()].slice(0, MAX_VIEWS);
  } catch {
    return [];
  }
}

function isView(value: unknown): value is KeptView {
  if (typeof value !== 'object' || value === null) return false;
  const { name, search } = value as Record<string, unknown>;
  return typeof name === 'string' && typeof search === 'string';
}

/** False where the browser keeps nothing. */
export function keepViews(list: string, views: readonly KeptView[]): boolean {
  try {
    localStorage.setItem(keyOf(list), JSON.stringify(views.slice(0, MAX_VIEWS)));
    return true;
  } catch {
    return false;
  }
}

/** With this one in the place of another of its name, else at the end. */
export function withView(views: readonly KeptView[], view: KeptView): KeptView[] {
  const named = { name: view.name.trim().slice(0, MAX_NAME), search: view.search };
  const at = views.findIndex(({ name }) => name === named.name);
  return at < 0 ? [...views, named] : views.map((other, index) => (index === at ? named : other));
}

/** The parts of an address that are a way to look: what is only open for now is none. */
export function searchOf(search: URLSearchParams): string {
  const kept = new URLSearchParams(search);
  kept.delete('create');
  return kept.toString();
}
