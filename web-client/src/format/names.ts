/** `orders, evening-routes and 3 more`: as many as one reads at a glance. */
export function fewNames(names: readonly string[], most = 2): string {
  const left = names.length - most;
  const shown = names.slice(0, most).join(', ');
  return left > 0 ? `${shown} and ${left} more` : shown;
}
