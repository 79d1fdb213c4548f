const SAID = /\bLINE (\d+):/;
/** What the engine quotes of the statement: `at or near "FORM"`, `column "x"`, `Table with name x`. */
const QUOTED = [
  /at or near "([^"]+)"/,
  /"([^"]+)"/,
  /\bwith name ([^\s!]+)/,
  /\b(?:Function|column) ([\w.]+)/i,
];

/**
 * Lines of the statement, from 1, that may be to blame for what the engine said: the one that it names, or those where
 * the word stands that it quotes. Empty where it says nothing of the kind.
 */
export function linesOf(reason: string, sql: string): readonly number[] {
  const lines = sql.split('\n');
  const named = Number(SAID.exec(reason)?.[1]);
  if (named >= 1 && named <= lines.length) return [named];
  for (const pattern of QUOTED) {
    const word = pattern.exec(reason)?.[1];
    if (word === undefined) continue;
    const found = lines.flatMap((line, index) => (holds(line, word) ? [index + 1] : []));
    if (found.length > 0) return found;
  }
  return [];
}

function holds(line: string, word: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w])${escaped}(?![\\w])`, 'i').test(line);
}
