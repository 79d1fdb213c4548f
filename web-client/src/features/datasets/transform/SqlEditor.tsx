import CodeMirror from 'codemirror';
import 'codemirror/addon/edit/matchbrackets';
import 'codemirror/addon/hint/show-hint';
import 'codemirror/addon/hint/show-hint.css';
import 'codemirror/addon/hint/sql-hint';
import 'codemirror/lib/codemirror.css';
import 'codemirror/mode/sql/sql';
import { useEffect, useEffectEvent, useRef } from 'react';
import './sql-editor.css';
import styles from './transform.module.css';

export interface SqlEditorProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Id of what says what is wrong with it; null where nothing is. */
  readonly describedBy: string | null;
  /** Lines that may be to blame, from 1. */
  readonly wrong: readonly number[];
  /** Columns by the names that a statement may use, for completion. */
  readonly tables: Readonly<Record<string, readonly string[]>>;
  /** Where the cursor is to be put; another object each time. */
  readonly goTo: { readonly line: number } | null;
}

/** CodeMirror 5, as GraphiQL brings it: its successor writes style elements, which the pages' policy refuses. */
export default function SqlEditor(props: SqlEditorProps) {
  const { label, value, onChange, describedBy, wrong, tables, goTo } = props;
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeMirror.Editor | null>(null);
  const onTyped = useEffectEvent(onChange);
  const first = useEffectEvent(() => ({ value, label }));

  useEffect(() => {
    if (place.current === null) return;
    const { value: begin, label: name } = first();
    const made = CodeMirror(place.current, {
      value: begin,
      mode: 'text/x-sql',
      theme: 'keelson',
      lineNumbers: true,
      lineWrapping: true,
      matchBrackets: true,
      viewportMargin: Infinity,
      screenReaderLabel: name,
      // Tab leads on, as everywhere: nobody is held by the editor.
      extraKeys: { Tab: false, 'Shift-Tab': false, 'Ctrl-Space': 'autocomplete' },
    });
    made.on('change', () => onTyped(made.getValue()));
    made.getInputField().setAttribute('aria-required', 'true');
    editor.current = made;
    return () => {
      editor.current = null;
      made.getWrapperElement().remove();
    };
  }, []);

  useEffect(() => {
    const made = editor.current;
    if (made !== null && made.getValue() !== value) made.setValue(value);
  }, [value]);

  useEffect(() => {
    const hintOptions = { tables, completeSingle: false };
    // The types want lists that may be written to.
    editor.current?.setOption('hintOptions', hintOptions as never);
  }, [tables]);

  useEffect(() => {
    const field = editor.current?.getInputField();
    if (field === undefined) return;
    if (describedBy === null) {
      field.removeAttribute('aria-invalid');
      field.removeAttribute('aria-describedby');
    } else {
      field.setAttribute('aria-invalid', 'true');
      field.setAttribute('aria-describedby', describedBy);
    }
  }, [describedBy]);

  useEffect(() => {
    const made = editor.current;
    const lines = wrong.filter((line) => line <= (made?.lineCount() ?? 0));
    for (const line of lines) made?.addLineClass(line - 1, 'wrap', 'keelson-wrong');
    return () => {
      for (const line of lines) made?.removeLineClass(line - 1, 'wrap', 'keelson-wrong');
    };
  }, [wrong]);

  useEffect(() => {
    if (goTo === null) return;
    editor.current?.focus();
    editor.current?.setCursor({ line: goTo.line - 1, ch: 0 });
  }, [goTo]);

  return <div ref={place} className={styles.editor} data-invalid={describedBy !== null || undefined} />;
}
