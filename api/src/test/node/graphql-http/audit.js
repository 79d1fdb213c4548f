// Runs the server audits of graphql-http against KEELSON_URL; its last line is what came of each, as JSON.
import { serverAudits } from 'graphql-http';

const url = `${process.env.KEELSON_URL}/graphql`;
const credential = `Bearer ${process.env.KEELSON_API_KEY}`;

function fetchFn(input, init) {
  const headers = new Headers(init?.headers);
  headers.set('authorization', credential);
  return fetch(input, { ...init, headers });
}

const results = [];
for (const audit of serverAudits({ url, fetchFn })) {
  const { status, reason } = await audit.fn();
  results.push({ id: audit.id, name: audit.name, passed: status === 'ok', reason: reason ?? '' });
}
console.log(JSON.stringify(results));
