/** Whether a key press belongs to a text field, a menu or a list, and single-letter shortcuts must keep off. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  return (
    event.defaultPrevented ||
    (target instanceof HTMLElement &&
      (target.isContentEditable ||
        target.closest('input, textarea, select, [role="menu"], [role="listbox"]') !== null))
  );
}

/** A letter on its own, without Ctrl, Alt or Command. */
export function isPlain(event: { ctrlKey: boolean; altKey: boolean; metaKey: boolean }): boolean {
  return !event.ctrlKey && !event.altKey && !event.metaKey;
}
