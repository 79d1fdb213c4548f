import { ADDRESS } from './platform';

/** Sends one operation with an API key, outside of any browser, and tells the status. */
export async function statusFor(key: string, query: string): Promise<number> {
  const { status } = await fetch(`http://${ADDRESS}/graphql`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return status;
}
