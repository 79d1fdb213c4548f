import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  OperationTypeNode,
  parse,
  type FieldNode,
  type FragmentDefinitionNode,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { EVERY_PERMISSION } from './world/organisation';
import { REFUSED_WITHOUT } from './world/rights';
import { schema } from './platform';

const SOURCE = join(import.meta.dirname, '../src');

const definitions = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.graphql'))
  .flatMap((name) => parse(readFileSync(join(SOURCE, name), 'utf8')).definitions);

const fragments = new Map(
  definitions
    .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
    .map((node) => [node.name.value, node]),
);

const questions = definitions.filter(
  (node): node is OperationDefinitionNode =>
    node.kind === Kind.OPERATION_DEFINITION && node.operation !== OperationTypeNode.MUTATION,
);

/** Variables that are not called by the permission that they ask about. */
const GUARDS: Readonly<Record<string, string>> = {
  refusals: 'AUDIT_READ',
  keys: 'KEY_WRITE',
  withKeys: 'KEY_WRITE',
  named: 'PROJECT_READ',
  people: 'AUDIT_READ',
};

/** The permission that `@include(if: $costRead)` leaves a part out without. */
function guardOf(node: FieldNode | InlineFragmentNode): string | null {
  const include = node.directives?.find(({ name }) => name.value === 'include');
  const value = include?.arguments?.[0]?.value;
  if (value?.kind !== Kind.VARIABLE) return null;
  const name = value.name.value;
  const permission =
    GUARDS[name] ??
    name
      .replace(/Everywhere$/, '')
      .replace(/[A-Z]/g, (letter) => `_${letter}`)
      .toUpperCase();
  return (EVERY_PERMISSION as readonly string[]).includes(permission) ? permission : null;
}

/** What a question as a whole is refused without. */
function needsOf(operation: OperationDefinitionNode): ReadonlySet<string> {
  const needs = new Set<string>();
  const root = operation.operation === OperationTypeNode.QUERY ? 'Query' : 'Subscription';
  walk(operation.selectionSet, root, new Set());
  return needs;

  function walk(set: SelectionSetNode, type: string, held: ReadonlySet<string>) {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value);
        if (fragment === undefined) throw new Error(`no fragment ${selection.name.value}`);
        walk(fragment.selectionSet, fragment.typeCondition.name.value, held);
        continue;
      }
      const guard = guardOf(selection);
      const within = guard === null ? held : new Set([...held, guard]);
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        walk(selection.selectionSet, selection.typeCondition?.name.value ?? type, within);
        continue;
      }
      const needed = REFUSED_WITHOUT[`${type}.${selection.name.value}`];
      if (needed != null && !within.has(needed)) needs.add(needed);
      if (selection.selectionSet !== undefined)
        walk(selection.selectionSet, typeOf(type, selection.name.value), within);
    }
  }
}

function viewerOf({ selectionSet }: { readonly selectionSet: SelectionSetNode }): readonly FieldNode[] {
  return selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = fragments.get(selection.name.value);
      return fragment === undefined ? [] : viewerOf(fragment);
    }
    if (selection.kind !== Kind.FIELD || selection.name.value !== 'viewer') return [];
    return selection.selectionSet?.selections.filter((field) => field.kind === Kind.FIELD) ?? [];
  });
}

function typeOf(parent: string, field: string): string {
  const type = schema.getType(parent);
  const found = isObjectType(type) || isInterfaceType(type) ? type.getFields()[field] : undefined;
  if (found === undefined) throw new Error(`no field ${parent}.${field}`);
  return getNamedType(found.type).name;
}

describe('what the console asks', () => {
  it.each(questions.map((question) => [question.name?.value ?? '', question] as const))(
    '%s is refused for want of one permission at most, besides that to read the project it is about',
    (_name, question) => {
      const needs = [...needsOf(question)].filter((permission) => permission !== 'PROJECT_READ');
      expect(needs.length, needs.join(', ')).toBeLessThanOrEqual(1);
    },
  );

  it.each(questions.map((question) => [question.name?.value ?? '', question] as const))(
    '%s brings both what one may everywhere and what somewhere, or neither',
    (_name, question) => {
      const fields = viewerOf(question).filter(({ arguments: args }) => (args ?? []).length === 0);
      const asks = (field: string) => fields.some(({ name }) => name.value === field);
      expect(asks('permissionsSomewhere')).toBe(asks('permissions'));
    },
  );

  it('is known with all that may be refused: root fields, fields with arguments, projects', () => {
    const known = new Set(Object.keys(REFUSED_WITHOUT));
    const wanted = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .filter(({ name }) => !/^(__|Mutation$|Subscription$)/.test(name))
      .flatMap((type) =>
        Object.values(type.getFields())
          .filter(
            ({ name, args, type: of }) =>
              type.name === 'Query' || args.length > 0 || (name === 'project' && String(of) === 'Project!'),
          )
          .map(({ name }) => `${type.name}.${name}`),
      );
    expect(wanted.filter((field) => !known.has(field))).toEqual([]);
    const fields = new Set(wanted);
    const extra = [...known].filter((field) => !fields.has(field) && REFUSED_WITHOUT[field] === null);
    expect(extra).toEqual([]);
  });
});
