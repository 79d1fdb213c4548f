/** Whether a key press belongs to a field rather than to the page. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]') !== null
  );
}

/** Whether a dialog lies over the page: then the page's own keys rest. */
export function isDialogOpen(): boolean {
  return document.querySelector('[data-dialog-open]') !== null;
}

/** How long `g` waits for the key that follows it. */
const SEQUENCE_MS = 1_000;

let startedAt = Number.NEGATIVE_INFINITY;

/** Whether the key of this event follows a `g`: then it leads to a section and is no key of a table. */
export function followsG(event: KeyboardEvent): boolean {
  return event.timeStamp - startedAt < SEQUENCE_MS;
}

/** To be told each key press, so that `followsG` knows of the next. */
export function noteKey(event: KeyboardEvent) {
  startedAt = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
}
