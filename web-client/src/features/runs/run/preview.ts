import { ownDoor } from '@/api/own-door';
import { words } from './words';

/** Of a text as much as a person looks through; an image comes whole or not at all. */
export const MAX_TEXT_BYTES = 64 * 1_024;
export const MAX_IMAGE_BYTES = 5 * 1_024 * 1_024;
/** Rows of a table that are shown. */
export const MAX_ROWS = 50;

export type Preview =
  | { readonly kind: 'text'; readonly text: string; readonly isCut: boolean }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[]; readonly isCut: boolean }
  | { readonly kind: 'image'; readonly address: string };

export type PreviewKind = 'text' | 'json' | 'csv' | 'image';

const IMAGES: ReadonlyMap<string, string> = new Map([
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['gif', 'image/gif'],
  ['webp', 'image/webp'],
]);
const TEXTS = [
  'txt',
  'log',
  'md',
  'yaml',
  'yml',
  'toml',
  'ini',
  'cfg',
  'py',
  'sh',
  'sql',
  'xml',
  'html',
  'mlmodel',
];

/** How a file of this name is shown; null for what is not. */
export function previewKind(path: string): PreviewKind | null {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const ending = name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : name;
  if (IMAGES.has(ending)) return 'image';
  if (ending === 'json') return 'json';
  if (ending === 'csv' || ending === 'tsv') return 'csv';
  return TEXTS.includes(ending) ? 'text' : null;
}

/** Fetches the head of a file through its signed address. */
export async function loadPreview(path: string, url: string, sizeBytes: number): Promise<Preview> {
  const kind = previewKind(path);
  if (kind === 'image') return loadImage(path, url);
  const isLong = sizeBytes > MAX_TEXT_BYTES;
  const response = await fetch(ownDoor(url), {
    headers: isLong ? { Range: `bytes=0-${MAX_TEXT_BYTES - 1}` } : {},
  });
  if (!response.ok) throw new Error(words.preview.notReadStatus(response.status));
  // A cut may fall within a character; the last line is not whole either way.
  const whole = await response.text();
  const text = isLong ? whole.slice(0, whole.lastIndexOf('\n') + 1 || whole.length) : whole;
  if (kind === 'csv') {
    const rows = csvRows(text, path.endsWith('.tsv') ? '\t' : ',');
    return { kind: 'table', rows: rows.slice(0, MAX_ROWS + 1), isCut: isLong || rows.length > MAX_ROWS + 1 };
  }
  return { kind: 'text', text: kind === 'json' && !isLong ? indented(text) : text, isCut: isLong };
}

/** As a data: address: the platform sends attachments, and the pages' policy allows no other kind of picture. */
async function loadImage(path: string, url: string): Promise<Preview> {
  const response = await fetch(ownDoor(url));
  if (!response.ok) throw new Error(words.preview.notReadStatus(response.status));
  const type = IMAGES.get(path.slice(path.lastIndexOf('.') + 1).toLowerCase()) ?? 'image/png';
  const picture = new Blob([await response.arrayBuffer()], { type });
  const address = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(new Error(words.preview.notRead));
    reader.readAsDataURL(picture);
  });
  return { kind: 'image', address };
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Rows of RFC 4180 text; quoted cells may hold separators and line ends. */
export function csvRows(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  const endRow = () => {
    rows.push([...row, cell]);
    row = [];
    cell = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += char;
        at += 1;
      } else isQuoted = false;
    } else if (char === '"' && cell === '') isQuoted = true;
    else if (char === separator) {
      row.push(cell);
      cell = '';
    } else if (char === '\n') endRow();
    else if (char !== '\r') cell += char;
  }
  if (cell !== '' || row.length > 0) endRow();
  return rows;
}
