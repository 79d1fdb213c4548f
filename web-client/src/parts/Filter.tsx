import { useEffect, useRef, type ReactNode } from 'react';
import { Icon } from './Icon';
import { isDialogOpen, isTyping } from './keyboard';
import styles from './Filter.module.css';
import { words } from './words';

interface FilterRowProps {
  /** What is filtered, where a page has several. */
  readonly label?: string;
  readonly children: ReactNode;
  readonly end?: ReactNode;
}

/** A row of filters above what they filter; `end` stands at the right. */
export function FilterRow({ label, children, end }: FilterRowProps) {
  return (
    <div className={styles.row} role="search" aria-label={label}>
      {children}
      {end !== undefined && <div className={styles.end}>{end}</div>}
    </div>
  );
}

interface FilterFieldProps {
  readonly value: string;
  readonly placeholder: string;
  readonly onChange: (value: string) => void;
  /** True where it took what stands there as something else than words: then the field is emptied. */
  readonly onEnter?: ((value: string) => boolean) | undefined;
}

/** What the page's text filter is; `/` puts the cursor into it, `Esc` empties and leaves it. */
export function FilterField({ value, placeholder, onChange, onEnter }: FilterFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== '/' || event.ctrlKey || event.altKey || event.metaKey) return;
      if (isTyping(event.target) || isDialogOpen()) return;
      // The first filter of the page has the key.
      if (document.querySelector(`[data-filter]`) !== field.current) return;
      event.preventDefault();
      field.current?.focus();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <label className={styles.field}>
      <Icon name="search" size={14} />
      <input
        ref={field}
        data-filter
        type="search"
        aria-label={placeholder}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && onEnter?.(value) === true) return;
          if (event.key !== 'Escape') return;
          onChange('');
          event.currentTarget.blur();
        }}
      />
      <kbd aria-hidden="true">/</kbd>
    </label>
  );
}

interface ChipProps {
  readonly label: string;
  /** The value filtered by. */
  readonly value?: string;
  readonly pressed?: boolean;
  readonly onClick: () => void;
  /** With it the chip stands for an active filter and its cross removes it. */
  readonly removes?: boolean;
}

/** A filter as a chip: pressed or not, or active with a cross. */
export function Chip({ label, value, pressed, onClick, removes = false }: ChipProps) {
  return (
    <button
      type="button"
      className={styles.chip}
      aria-pressed={removes ? undefined : pressed}
      aria-label={removes ? words.filter.remove(label, value ?? '') : undefined}
      onClick={onClick}
    >
      {label} {value !== undefined && <b>{value}</b>}
      {removes && <Icon name="close" size={12} />}
    </button>
  );
}
