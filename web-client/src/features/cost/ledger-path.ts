/** The page's own address, with the lines of the ledger of one thing. */
export function ledgerPath(search: URLSearchParams | string, by: string, id: string): string {
  const next = new URLSearchParams(search);
  next.set('view', 'ledger');
  next.set(by, id);
  return `?${next}`;
}
