import { words } from '@/features/runs/words';
import type { Errors } from '@/parts/form';

export interface Tag {
  readonly key: string;
  readonly value: string;
}

const KEY = /^[\p{L}\p{N}_./: -]{1,250}$/u;

/** One that is empty is none. */
function isBlank({ key, value }: Tag): boolean {
  return key.trim() === '' && value.trim() === '';
}

function kept(tags: readonly Tag[]): Tag[] {
  return tags.filter((tag) => !isBlank(tag)).map(({ key, value }) => ({ key: key.trim(), value }));
}

export function flawOfTags(tags: readonly Tag[]): Errors {
  const keys = kept(tags).map(({ key }) => key);
  if (keys.some((key) => !KEY.test(key))) return { tags: words.edit.wrongKey };
  return new Set(keys).size < keys.length ? { tags: words.edit.twice } : {};
}

/** What has to be set and removed, so that the tags are these. */
export function tagChanges(before: readonly Tag[], tags: readonly Tag[]) {
  const wanted = kept(tags);
  return {
    tags: wanted.filter(({ key, value }) => before.find((tag) => tag.key === key)?.value !== value),
    removedTags: before.map(({ key }) => key).filter((key) => !wanted.some((tag) => tag.key === key)),
  };
}
