// Writes src/features/sample/sample-world.json, which the console and `./keelson demo --keep` load a sample project from:
// `node scripts/make-sample-world.js`. `--check` only says whether the file is what this would write.
import { parse, print } from 'graphql';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { scriptOf } from './sample/script.js';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const target = at('../src/features/sample/sample-world.json');

/** Each operation alone, by its name. */
function documents() {
  const { definitions } = parse(readFileSync(at('../src/features/sample/sample.graphql'), 'utf8'));
  return Object.fromEntries(definitions.map((operation) => [operation.name.value, print(operation)]));
}

/** A step on a line, so that changes can be read. */
function text({ files, phases }) {
  const line = (value) => JSON.stringify(value);
  const lines = (entries) => entries.map((entry) => `  ${entry}`).join(',\n');
  const ofPhase = ({ steps, ...phase }) =>
    `${line(phase).slice(0, -1)}, "steps": [\n${steps.map((step) => `    ${line(step)}`).join(',\n')}\n  ]}`;
  const named = (things) =>
    lines(Object.entries(things).map(([name, value]) => `${line(name)}: ${line(value)}`));
  return `{\n"documents": {\n${named(documents())}\n},\n"files": {\n${named(files)}\n},\n"phases": [\n${lines(phases.map(ofPhase))}\n]\n}\n`;
}

const written = text(scriptOf(readFileSync(at('../../api/demo/src/main/resources/data/wine.csv'), 'utf8')));
if (process.argv.includes('--check')) {
  const same = readFileSync(target, 'utf8') === written;
  if (!same) console.error(`${target} is not what scripts/make-sample-world.js writes`);
  process.exit(same ? 0 : 1);
}
writeFileSync(target, written);
