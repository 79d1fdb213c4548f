import { Icon } from '@/parts/Icon';
import { words } from '@/features/runs/words';
import type { Condition } from './condition';
import styles from './filter.module.css';
import type { Somebody } from './people';

const says = words.filter;

interface FilterChipsProps {
  readonly conditions: readonly Condition[];
  readonly people: readonly Somebody[];
  readonly onEdit: (at: number) => void;
  readonly onRemove: (at: number) => void;
}

/** What is asked for, one chip each: a press on it changes it, its cross takes it away. */
export function FilterChips({ conditions, people, onEdit, onRemove }: FilterChipsProps) {
  return conditions.map((condition, at) => {
    const { key, value } = partsOf(condition, people);
    const name = [key, value].filter(Boolean).join(' ');
    const label = `${says.kinds[condition.kind]} ${name}`.trim();
    return (
      <span key={`${at} ${label}`} className={styles.chip}>
        <button type="button" aria-label={says.edit(label)} title={label} onClick={() => onEdit(at)}>
          {/* Spaces for those who hear it: what is seen has to be a part of what is heard. */}
          <small>{says.kinds[condition.kind].toLowerCase()}</small>{' '}
          {key !== undefined && <span className="mono cut">{key}</span>}{' '}
          {value !== '' && <b className="cut">{value}</b>}
        </button>
        <button type="button" aria-label={says.remove(label)} onClick={() => onRemove(at)}>
          <Icon name="close" size={12} />
        </button>
      </span>
    );
  });
}

function partsOf(
  condition: Condition,
  people: readonly Somebody[],
): { readonly key?: string; readonly value: string } {
  switch (condition.kind) {
    case 'archived':
      return { value: '' };
    case 'started':
      return { value: daysInWords(condition.value) };
    case 'person': {
      const names = condition.ids.map((id) => people.find((one) => one.id === id)?.name);
      const known = names.filter((name) => name !== undefined);
      return { value: known.length === names.length ? known.join(', ') : says.persons(names.length) };
    }
    default: {
      const { key, operator, value, of } = condition;
      const which = of === undefined ? '' : `${says.ofValues[of]} `;
      const word =
        operator === 'there' || operator === 'has' ? says.operators[operator] : says.signs[operator];
      return { key, value: `${which}${word} ${value}`.trim() };
    }
  }
}

function daysInWords(text: string): string {
  const known = Object.entries(says.days).find(([days]) => days === text)?.[1];
  if (known !== undefined) return known;
  const last = /^(\d+)d$/.exec(text)?.[1];
  if (last !== undefined) return says.lastDays(last);
  const [from = '', to = ''] = text.split('..');
  if (to === '') return says.since(from);
  return from === '' ? says.until(to) : says.between(from, to);
}
