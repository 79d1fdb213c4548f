import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

interface Message {
  readonly text: string;
  /** `src/features/jobs/Definition.tsx:42`. */
  readonly place: string;
  /** What a program is stopped with, for those who write it. */
  readonly isThrown: boolean;
}

/** What is no sentence: programs to copy, media types, what a link is to its page. */
const NO_SENTENCES = [
  'src/features/endpoints/snippets.ts',
  'src/features/explorer/send.ts',
  'src/parts/comments/CommentHtml.tsx',
];

/** Where every sentence stands in a file of words. */
const HAVE_WORDS = ['src/features/', 'src/parts/', 'src/shell/'];

interface Rule {
  readonly say: string;
  readonly phrase: string;
  readonly pattern: RegExp;
}

/** Phrases that a table of the glossary forbids, with what is said instead. */
function rulesOf(glossary: string): Rule[] {
  return glossary
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => cells.length === 5 && !/^(-+|say)$/.test(cells[1] ?? ''))
    .flatMap(([, say = '', , not = '']) =>
      [...not.matchAll(/`([^`]+)`/g)].map(([, phrase = '']) => ({ say, phrase, pattern: patternOf(phrase) })),
    );
}

function patternOf(phrase: string): RegExp {
  const begins = phrase.startsWith('^');
  const ends = phrase.endsWith('$');
  const words = phrase.slice(begins ? 1 : 0, ends ? -1 : undefined);
  const escaped = words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const from = begins ? '^' : /^\w/.test(words) ? '\\b' : '';
  const to = ends ? '$' : /\w$/.test(words) ? '\\b' : '';
  return new RegExp(`${from}${escaped}${to}`, 'i');
}

/** What people read: text between tags, and strings that are written like a sentence or a label. */
function messagesIn(file: string): Message[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const found: Message[] = [];
  function add(node: ts.Node, raw: string) {
    const text = raw.replace(/\s+/g, ' ').trim();
    if (text === '') return;
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    found.push({ text, place: `${relative(root, file)}:${line + 1}`, isThrown: isThrown(node) });
  }
  function visit(node: ts.Node) {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isJsxAttribute(node) && NO_MESSAGES.has(node.name.getText(source))) return;
    if (ts.isJsxElement(node) || ts.isJsxFragment(node)) add(node, sentenceOf(node.children));
    else if (ts.isTemplateExpression(node)) {
      const text = node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('');
      if (isWritten(text)) add(node, text);
    } else if (ts.isStringLiteralLike(node) && !isCompared(node) && isWritten(node.text))
      add(node, node.text);
    ts.forEachChild(node, visit);
  }
  visit(source);
  return found;
}

/** Text between tags, with `{}` for what is filled in and for what is marked up. */
function sentenceOf(children: readonly ts.JsxChild[]): string {
  if (!children.some((child) => ts.isJsxText(child) && child.text.trim() !== '')) return '';
  return children
    .map((child) => {
      if (ts.isJsxText(child)) return child.text;
      const { expression } = child as Partial<ts.JsxExpression>;
      return expression !== undefined && ts.isStringLiteral(expression) ? expression.text : '{}';
    })
    .join('');
}

/** A value of the API's that is looked at, which nobody reads. */
function isCompared({ parent }: ts.Node): boolean {
  if (ts.isCaseClause(parent)) return true;
  const signs = [ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken];
  return ts.isBinaryExpression(parent) && signs.includes(parent.operatorToken.kind);
}

function isThrown({ parent }: ts.Node): boolean {
  return ts.isNewExpression(parent) && ts.isThrowStatement(parent.parent);
}

const NO_MESSAGES = new Set(['className', 'id', 'name', 'type', 'autoComplete', 'inputMode', 'rel', 'd']);

/** `Started`, `no limit`, not `ACTIVE`, `max-age` or `/projects`. */
function isWritten(text: string): boolean {
  return /^[A-Z][a-z]+$/.test(text.trim()) || /[a-z’,] +[a-z]/i.test(text.trim());
}

/** `input, select, textarea`: elements that a page is searched for. */
function isSelector(text: string): boolean {
  return text
    .split(', ')
    .every((part) => /^(a|button|input|label|select|textarea)?(:not\([^)]*\))?(\[[^\]]*\])?$/.test(part));
}

/** Three words or more, and no program: `mutation { … }`, `-H "Authorization: …"`. */
function isSentence(text: string): boolean {
  if (isSelector(text)) return false;
  const words = text
    .replaceAll('{}', ' ')
    .split(/[\s/]+/)
    .filter((word) => /[a-z]{2}/i.test(word));
  return words.length >= 3 && !/[{}$\\]/.test(text.replaceAll('{}', ''));
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'generated' ? [] : sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

const rules = rulesOf(readFileSync(join(root, 'docs/words.md'), 'utf8'));
const messages = sources(join(root, 'src')).flatMap(messagesIn);

describe('the words of the console', () => {
  it('are those of the glossary', () => {
    const wrong = messages.flatMap(({ text, place }) =>
      rules
        .filter(({ pattern }) => pattern.test(text))
        .map(({ say, phrase }) => `${place}: "${text}" has ${phrase} (say: ${say})`),
    );
    expect(wrong).toEqual([]);
  });

  it('neither shout nor plead', () => {
    const loud = /!(?:\s|$)|\bplease\b|\bsuccessfully\b|\bare you sure\b/i;
    expect(messages.filter(({ text }) => loud.test(text))).toEqual([]);
  });

  it('stand in the words.ts of their feature, part or room', () => {
    const elsewhere = messages.filter(
      ({ place, text, isThrown }) =>
        HAVE_WORDS.some((folder) => place.startsWith(folder)) &&
        !isThrown &&
        !/\bwords\.ts:/.test(place) &&
        !NO_SENTENCES.some((file) => place.startsWith(file)) &&
        isSentence(text),
    );
    expect(elsewhere.map(({ text, place }) => `${place}: ${text}`)).toEqual([]);
    expect(isSentence('No models yet')).toBe(true);
    expect(isSentence('{} of {} checks passed today')).toBe(true);
    expect(isSentence('mutation { log { id } } of it')).toBe(false);
    expect(isSentence('input:not([type=checkbox]), textarea, [contenteditable]')).toBe(false);
    expect(isSentence('a label, input, select')).toBe(true);
  });

  it('are found where they stand', () => {
    expect(rules.length).toBeGreaterThan(50);
    expect(messages.length).toBeGreaterThan(2_000);
    expect(patternOf('^at most$').test('At most')).toBe(true);
    expect(patternOf('^at most$').test('10 at most')).toBe(false);
    expect(patternOf('began').test('it began today')).toBe(true);
    expect(patternOf(', at most$').test('Replicas, at most')).toBe(true);
    expect(patternOf('email').test('e-mail')).toBe(false);
  });
});
