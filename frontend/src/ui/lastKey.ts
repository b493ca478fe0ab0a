/** The key that was pressed last; null since the pointer was used. */
let key: string | null = null;

addEventListener('keydown', (event) => (key = event.key), { capture: true });
for (const kind of ['pointermove', 'pointerdown']) {
  addEventListener(kind, () => (key = null), { capture: true, passive: true });
}

/** The focus is where somebody has gone, not where a closing dialog has put it. */
export function isWalkingByKeys(): boolean {
  return key === 'Tab' || (key?.startsWith('Arrow') ?? false);
}

export function isPointing(): boolean {
  return key === null;
}
