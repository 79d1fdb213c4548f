/** Longer ones are broken before their options. */
const FITS = 72;

/** As a shell would want it, so that it can be copied: an option a line where it is long. */
export function commandText(command: readonly string[]): string {
  const words = command.map(quoted);
  const line = words.join(' ');
  if (line.length <= FITS) return line;
  const lines = words.reduce<string[]>((before, word) => {
    const last = before.at(-1);
    if (last === undefined || word.startsWith('-')) return [...before, word];
    return [...before.slice(0, -1), `${last} ${word}`];
  }, []);
  return lines.join(' \\\n  ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
