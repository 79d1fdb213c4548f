import { act, screen } from '@testing-library/react';

// Nothing is laid out here, and the editor asks where its text is.
const nowhere = { left: 0, right: 0, top: 0, bottom: 0, width: 0, height: 0 };
Range.prototype.getBoundingClientRect = () => nowhere as DOMRect;
Range.prototype.getClientRects = () =>
  Object.assign([nowhere], { item: () => null }) as unknown as DOMRectList;

interface Editor {
  readonly getValue: () => string;
  readonly setValue: (value: string) => void;
  readonly getCursor: () => { readonly line: number };
}

/** The editor of statements, once it is there. */
export async function findEditor(): Promise<{ readonly field: HTMLElement; readonly editor: Editor }> {
  const field = await screen.findByRole('textbox', { name: 'Statement' });
  const drawn = field.closest('.CodeMirror') as unknown as { readonly CodeMirror: Editor };
  return { field, editor: drawn.CodeMirror };
}

/** As if it was typed: the library reads keys from the layout that is not there. */
export async function write(sql: string) {
  const { editor } = await findEditor();
  act(() => editor.setValue(sql));
}
