import { Button, Textarea } from '@mantine/core';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import type { Failure } from '@/api/failure';
import { useAllowed } from '@/api/permissions';
import { FieldError, FormFailure } from '@/parts/form';
import styles from './comments.module.css';
import { typedAt, withMention, type Typed } from './mention';
import { useMembers, type Mentionable } from './use-members';
import { words } from './words';

const says = words.editor;

const MAX_LENGTH = 4_000;
/** As many members are offered at a time. */
const OFFERED = 8;
const NONE: readonly Mentionable[] = [];

interface CommentEditorProps {
  readonly label: string;
  readonly verb: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onSend: () => void;
  readonly sending: boolean;
  readonly what: string;
  readonly failure: Failure | null;
  readonly onCancel?: () => void;
  /** Whoever opened it goes on writing in it. */
  readonly takesFocus?: boolean;
}

/** Where a comment is written: `@` offers members, `Ctrl Enter` sends. */
export function CommentEditor(props: CommentEditorProps) {
  const { label, verb, text, onText, onSend, sending, what, failure, onCancel, takesFocus = false } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (takesFocus) area.current?.focus();
  }, [takesFocus]);
  const listId = useId();
  const [typed, setTyped] = useState<Typed | null>(null);
  const [at, setAt] = useState(0);
  const [wanted, setWanted] = useState(false);
  const mayMention = useAllowed({ everywhere: ['MEMBER_READ'] });
  const members = useMembers(wanted && mayMention) ?? NONE;
  const offered =
    typed === null
      ? NONE
      : members.filter(({ name }) => name.toLowerCase().includes(typed.name.toLowerCase())).slice(0, OFFERED);
  const isOpen = offered.length > 0;
  const isBlank = text.trim() === '';

  function look(element: HTMLTextAreaElement) {
    const found = typedAt(element.value, element.selectionStart);
    setTyped(found);
    setAt(0);
    if (found !== null) setWanted(true);
  }

  function choose(member: Mentionable | undefined) {
    if (typed === null || member === undefined) return;
    const next = withMention(text, typed, member);
    onText(next.text);
    setTyped(null);
    const element = area.current;
    element?.focus();
    // Once the field shows the text.
    requestAnimationFrame(() => element?.setSelectionRange(next.cursor, next.cursor));
  }

  function send() {
    if (!isBlank && !sending) onSend();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
    else if (!isOpen) return;
    else if (event.key === 'ArrowDown') setAt((at + 1) % offered.length);
    else if (event.key === 'ArrowUp') setAt((at + offered.length - 1) % offered.length);
    else if (event.key === 'Enter' || event.key === 'Tab') choose(offered[at]);
    else if (event.key === 'Escape') setTyped(null);
    else return;
    event.preventDefault();
  }

  return (
    <form
      className={styles.editor}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Textarea
        ref={area}
        label={label}
        rows={3}
        maxLength={MAX_LENGTH}
        value={text}
        error={failure?.fields.text !== undefined && <FieldError>{failure.fields.text}</FieldError>}
        aria-autocomplete="list"
        aria-controls={isOpen ? listId : undefined}
        aria-activedescendant={isOpen ? `${listId}-${at}` : undefined}
        onChange={(event) => {
          onText(event.currentTarget.value);
          look(event.currentTarget);
        }}
        onClick={(event) => look(event.currentTarget)}
        onBlur={() => setTyped(null)}
        onKeyDown={onKeyDown}
      />
      {isOpen && (
        <ul className={styles.members} id={listId} role="listbox" aria-label={says.members}>
          {offered.map((member, index) => (
            <li
              key={member.id}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === at}
              // The field keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(member)}
            >
              {member.name}
            </li>
          ))}
        </ul>
      )}
      {failure !== null && failure.fields.text === undefined && <FormFailure what={what} failure={failure} />}
      <div className={styles.foot}>
        <span className="t3 f12">
          {says.format}
          {mayMention && says.mentions}
          <span className="only-wide">
            , <kbd>Ctrl</kbd> <kbd>Enter</kbd>
            {says.sends}
          </span>
        </span>
        <span className={styles.acts}>
          {onCancel !== undefined && (
            <Button variant="default" onClick={onCancel}>
              {says.cancel}
            </Button>
          )}
          <Button type="submit" disabled={isBlank} loading={sending}>
            {verb}
          </Button>
        </span>
      </div>
    </form>
  );
}
