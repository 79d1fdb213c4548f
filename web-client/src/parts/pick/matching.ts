import type { SelectOption } from '@/parts/SelectField';

/** More are not drawn: who does not see theirs types some of its name. */
export const MOST_SHOWN = 100;

/** Those whose label has each of the typed words in it, whichever their case; those that begin so come first. */
export function matching<Value extends string>(
  options: readonly SelectOption<Value>[],
  typed: string,
): readonly SelectOption<Value>[] {
  const wanted = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const [first] = wanted;
  if (first === undefined) return options;
  const found = options.filter(({ label }) => wanted.every((word) => label.toLowerCase().includes(word)));
  const begins = ({ label }: SelectOption<Value>) => label.toLowerCase().startsWith(first);
  return [...found.filter(begins), ...found.filter((option) => !begins(option))];
}
