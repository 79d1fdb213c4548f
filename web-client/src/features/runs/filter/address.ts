import { flawOf, OPERATORS, type Condition, type KeyCondition, type Operator } from './condition';

/** Between the parts of a condition in the address: no key may have it, and what follows the last one is the value. */
const BETWEEN = '~';

/** `metric~val/f1~ge~0.9`, `person~id,id`, `started~7d`, `archived`. */
export function written(condition: Condition): string {
  switch (condition.kind) {
    case 'person':
      return ['person', condition.ids.join(',')].join(BETWEEN);
    case 'started':
      return ['started', condition.value].join(BETWEEN);
    case 'archived':
      return 'archived';
    default: {
      const { kind, key, operator, value, of } = condition;
      return [kind, key, of === undefined ? operator : `${operator}.${of}`, value].join(BETWEEN);
    }
  }
}

/** What somebody typed into the address may say nothing: null then. */
export function read(text: string): Condition | null {
  const condition = parsed(text);
  return condition === null || flawOf(condition) !== null ? null : condition;
}

function parsed(text: string): Condition | null {
  const [kind = '', first = '', second = '', ...rest] = text.split(BETWEEN);
  if (kind === 'archived') return { kind };
  if (kind === 'started') return { kind, value: first };
  if (kind === 'person') return { kind, ids: first.split(',').filter((id) => id !== '') };
  if (kind !== 'param' && kind !== 'metric' && kind !== 'tag') return null;
  const [operator = '', of] = second.split('.');
  if (!isOperator(kind, operator)) return null;
  return {
    kind,
    key: first,
    operator,
    value: rest.join(BETWEEN),
    ...(of === 'LARGEST' || of === 'SMALLEST' ? { of } : {}),
  };
}

function isOperator(kind: KeyCondition['kind'], text: string): text is Operator {
  return (OPERATORS[kind] as readonly string[]).includes(text);
}

const SIGNS: Readonly<Record<string, Operator>> = {
  '>=': 'ge',
  '<=': 'le',
  '>': 'gt',
  '<': 'lt',
  '!=': 'not',
  '=': 'is',
  '==': 'is',
  ':': 'has',
  '~': 'has',
};

const TYPED = /^(params?|metrics?|tags?)\.(.+?)\s*(>=|<=|!=|==|=|>|<|~|(?<=\s):)\s*(.+)$/;

/** What is longer than name and value may be is none; nor is it looked through. */
const MAX_TYPED = 1_000;

/** `params.lr >= 0.01`, `tags.stage = candidate`: a condition as one may type it; null for the name of a run. */
export function typed(text: string): KeyCondition | null {
  if (text.length > MAX_TYPED) return null;
  const [, word = '', key = '', sign = '', value = ''] = TYPED.exec(text.trim()) ?? [];
  const kind = word.replace(/s$/, '');
  if (kind !== 'param' && kind !== 'metric' && kind !== 'tag') return null;
  const operator = SIGNS[sign];
  if (operator === undefined || !isOperator(kind, operator)) return null;
  const condition: KeyCondition = {
    kind,
    key: key.trim(),
    operator,
    value: value.trim().replace(/^(["'])(.*)\1$/, '$2'),
  };
  return flawOf(condition) === null ? condition : null;
}

/** Whether it is on the way to one: then it is no name to look for. */
export function isBeginning(text: string): boolean {
  return /^(params?|metrics?|tags?)\./.test(text.trim());
}

const SIGN_OF: Readonly<Record<Operator, string>> = {
  is: '=',
  not: '!=',
  has: '~',
  ge: '>=',
  le: '<=',
  gt: '>',
  lt: '<',
  there: '',
};

/** As one would type it into the search. */
export function asText({ kind, key, operator, value }: KeyCondition): string {
  return `${kind}s.${key} ${SIGN_OF[operator]} ${value}`.trim();
}
