const NAMES: readonly (readonly [within: string, name: string])[] = [
  ['.graphiql-query-editor', 'Operation'],
  ['.graphiql-editor-tool', 'Variables'],
  ['.graphiql-response', 'Answer'],
];

/**
 * Gives the library's text fields the names that it leaves out, lets what scrolls be scrolled by keyboard, and makes a list
 * of buttons of its tabs, which hold buttons and may not. It draws them when it likes, so that they are looked for until
 * the returned function is called.
 */
export function nameParts(container: HTMLElement): () => void {
  function mend() {
    for (const [within, label] of NAMES) {
      for (const part of container.querySelectorAll(`${within} textarea:not([aria-label])`))
        part.setAttribute('aria-label', label);
    }
    for (const part of container.querySelectorAll('.CodeMirror-scroll[tabindex="-1"]'))
      part.setAttribute('tabindex', '0');
    container.querySelector('.graphiql-tabs[role]')?.removeAttribute('role');
    for (const tab of container.querySelectorAll('.graphiql-tab[aria-selected]')) {
      const isShown = tab.getAttribute('aria-selected') === 'true';
      tab.querySelector('.graphiql-tab-button')?.setAttribute('aria-current', String(isShown));
      tab.removeAttribute('role');
      tab.removeAttribute('aria-selected');
    }
  }
  mend();
  const watch = new MutationObserver(mend);
  watch.observe(container, { childList: true, subtree: true, attributeFilter: ['aria-selected'] });
  return () => watch.disconnect();
}
