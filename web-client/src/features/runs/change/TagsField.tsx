import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useRef, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { words } from '@/features/runs/words';
import { Icon } from '@/parts/Icon';
import styles from './change.module.css';
import type { Tag } from './tags';

const says = words.edit;

interface TagsFieldProps {
  readonly value: readonly Tag[];
  readonly onChange: (tags: readonly Tag[]) => void;
  readonly error: ReactNode;
  readonly takesFocus: boolean;
}

/** Keys with what is said under them, line by line. */
export function TagsField({ value, onChange, error, takesFocus }: TagsFieldProps) {
  const list = useRef<HTMLFieldSetElement>(null);
  // There is always a line to write into.
  const lines = value.length === 0 ? [{ key: '', value: '' }] : value;
  const set = (at: number, part: Partial<Tag>) =>
    onChange(lines.map((tag, index) => (index === at ? { ...tag, ...part } : tag)));

  function focusOn(at: number) {
    list.current?.querySelectorAll<HTMLInputElement>('[data-tag-key]')[at]?.focus();
  }

  return (
    <fieldset ref={list} className={styles.tags} aria-invalid={error !== null || undefined}>
      <legend>{says.tags}</legend>
      {lines.map((tag, at) => (
        <div key={at} className={styles.tag}>
          <TextInput
            aria-label={says.tagKey(at + 1)}
            placeholder={says.key}
            data-tag-key
            {...(takesFocus && at === lines.length - 1 ? { 'data-autofocus': true } : {})}
            value={tag.key}
            maxLength={250}
            autoComplete="off"
            onChange={(event) => set(at, { key: event.currentTarget.value })}
          />
          <TextInput
            aria-label={says.tagValue(at + 1)}
            placeholder={says.value}
            value={tag.value}
            maxLength={6_000}
            autoComplete="off"
            onChange={(event) => set(at, { value: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            aria-label={says.removeTag(tag.key === '' ? String(at + 1) : tag.key)}
            onClick={() => {
              flushSync(() => onChange(lines.filter((_, index) => index !== at)));
              focusOn(Math.max(0, at - 1));
            }}
          >
            <Icon name="close" size={14} />
          </ActionIcon>
        </div>
      ))}
      {error}
      <Button
        variant="subtle"
        disabled={lines.length >= 100}
        leftSection={<Icon name="plus" size={12} />}
        onClick={() => {
          flushSync(() => onChange([...lines, { key: '', value: '' }]));
          focusOn(lines.length);
        }}
      >
        {says.addTag}
      </Button>
    </fieldset>
  );
}
