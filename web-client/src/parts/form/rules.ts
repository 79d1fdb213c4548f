/** What is wrong, by the field that it is wrong with. */
export type Errors = Readonly<Record<string, string>>;

/**
 * What is wrong with texts that have to say something: `missing(values, { name: 'A project needs a name' })`.
 *
 * @param sentences by field, what is said where it is blank
 */
export function missing<Values>(
  values: Values,
  sentences: Readonly<Partial<Record<keyof Values & string, string>>>,
): Errors {
  return Object.fromEntries(
    (Object.entries(sentences) as [keyof Values & string, string][]).filter(([field]) => {
      const value = values[field];
      return typeof value !== 'string' || value.trim() === '';
    }),
  );
}

/** The same set with this one in it, or without it where it was. */
export function toggled<One>(ones: ReadonlySet<One>, one: One): ReadonlySet<One> {
  const next = new Set(ones);
  if (!next.delete(one)) next.add(one);
  return next;
}
