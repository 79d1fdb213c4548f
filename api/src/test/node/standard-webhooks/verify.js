import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';

const calls = JSON.parse(readFileSync(process.env.CALLS, 'utf8'));
const verified = calls.map(({ secret, headers, body }) => {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
});
console.log(JSON.stringify(verified));
