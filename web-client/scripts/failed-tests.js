// `failed-tests.js files` or `names`: what failed in the last run of all tests (target/test.json); fails where nothing did.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const { testResults } = JSON.parse(readFileSync('target/test.json', 'utf8'));
const failed = testResults
  .filter(({ status }) => status === 'failed')
  .map(({ name, assertionResults }) => ({
    file: relative(process.cwd(), name),
    names: assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
  }));
if (failed.length === 0) process.exit(1);
for (const { file, names } of failed) {
  if (process.argv[2] === 'files') console.log(file);
  // A file that cannot be loaded has no tests of its own.
  else for (const name of names.length === 0 ? ['as a whole'] : names) console.log(`${file}: ${name}`);
}
