import { Button, Combobox, TextInput, useCombobox } from '@mantine/core';
import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { count } from '@/format/number';
import type { More } from '@/parts/MoreChoices';
import type { SelectOption } from '@/parts/SelectField';
import styles from './pick.module.css';
import { matching, MOST_SHOWN } from './matching';
import { words } from './words';

interface PickFieldProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly description?: string;
  readonly placeholder?: string;
  readonly error?: ReactNode;
  readonly required?: boolean;
  readonly disabled?: boolean;
  /** Brings the following page of the list; left out or null where it is whole. */
  readonly more?: More | null;
  /** How many of the options the list has brought, where there are others beside them. */
  readonly loaded?: number | undefined;
  /** What they are called, such as `projects`. */
  readonly noun?: string;
  /** Told what is typed, where the platform can be asked for more than the list has. */
  readonly onType?: (text: string) => void;
}

/** One of hundreds: typing finds it. */
export function PickField<Value extends string>(props: PickFieldProps<Value>) {
  const { label, value, options, onChange, error, disabled = false, required = false, onType } = props;
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const list = useCombobox({ onDropdownClose: () => list.resetSelectedOption() });
  const found = matching(options, typed ?? '');
  const shown = found.slice(0, MOST_SHOWN);

  function type(text: string | null) {
    setTyped(text);
    onType?.(text ?? '');
  }

  function close() {
    list.closeDropdown();
    type(null);
  }

  function onKeyDown(event: KeyboardEvent) {
    // The list closes first; what it stands in stays open.
    if (event.key === 'Escape' && list.dropdownOpened) event.preventDefault();
  }

  return (
    <Combobox
      store={list}
      withinPortal={false}
      floatingStrategy="fixed"
      hideDetached={false}
      transitionProps={{ duration: 0 }}
      onOptionSubmit={(next) => {
        onChange(next as Value);
        close();
      }}
    >
      <Combobox.Target withExpandedAttribute>
        <TextInput
          id={id}
          role="combobox"
          aria-autocomplete="list"
          label={label}
          description={props.description}
          placeholder={props.placeholder ?? words.choose}
          error={error}
          required={required}
          disabled={disabled}
          autoComplete="off"
          spellCheck={false}
          rightSection={<Combobox.Chevron />}
          rightSectionPointerEvents="none"
          value={typed ?? options.find((option) => option.value === value)?.label ?? ''}
          onChange={(event) => {
            type(event.currentTarget.value);
            list.openDropdown();
            list.selectFirstOption();
          }}
          onClick={(event) => {
            list.openDropdown();
            event.currentTarget.select();
          }}
          onKeyDown={onKeyDown}
          onBlur={close}
        />
      </Combobox.Target>
      <Combobox.Dropdown className={styles.dropdown ?? ''}>
        <Combobox.Options
          // Of a list that is closed it would be a second thing of this name.
          {...(list.dropdownOpened && { labelledBy: `${id}-label` })}
          className={styles.options ?? ''}
        >
          {shown.map((option) => (
            <Combobox.Option
              key={option.value}
              value={option.value}
              active={option.value === value}
              disabled={option.disabled === true}
              className={styles.option ?? ''}
            >
              {option.label}
            </Combobox.Option>
          ))}
          {shown.length === 0 && <Combobox.Empty>{words.none(typed ?? '')}</Combobox.Empty>}
        </Combobox.Options>
        {found.length > shown.length && (
          <p className={styles.rest}>{words.rest(count(shown.length), count(found.length))}</p>
        )}
        {props.more != null && (
          <div className={styles.rest}>
            <span>{words.loaded(count(props.loaded ?? options.length), props.noun ?? '')}</span>
            <Button
              variant="subtle"
              loading={props.more.loading}
              // The field keeps the focus, and the list stays open.
              onMouseDown={(event) => event.preventDefault()}
              onClick={props.more.load}
            >
              {words.more(props.noun ?? '')}
            </Button>
          </div>
        )}
      </Combobox.Dropdown>
    </Combobox>
  );
}
