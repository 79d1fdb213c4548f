/** The items of a list of the API whose items may be null. */
export function present<Item>(items: readonly (Item | null | undefined)[] | null | undefined): Item[] {
  return (items ?? []).filter((item) => item !== null && item !== undefined);
}
