/** Another person's change shows once on its card, in that person's colour, with their name; a refusal shakes it. */
import type { CardId, RemoteChange } from '../../sync';
import { type ColorName, personColor } from '../../ui/color';
import type { BoardUi } from './boardUi';

export interface Flash {
  readonly kind: 'change' | 'refusal';
  readonly color: ColorName;
  /** Who did it; null for a refusal. */
  readonly who: string | null;
  /** Tells one flash from the next, so that the animation starts again. */
  readonly number: number;
}

/** Long enough to notice and to read a name, in milliseconds; the CSS animation is as long. */
const lifetime = 2_400;

let lastNumber = 0;

export function flashChange(ui: BoardUi, { cardId, actor }: RemoteChange): void {
  show(ui, cardId, {
    kind: 'change',
    color: personColor(actor?.id ?? ''),
    who: actor?.name ?? null,
  });
}

export function flashRefusal(ui: BoardUi, cardId: CardId): void {
  show(ui, cardId, { kind: 'refusal', color: 'RED', who: null });
}

function show(ui: BoardUi, cardId: CardId, flash: Omit<Flash, 'number'>): void {
  lastNumber += 1;
  const number = lastNumber;
  ui.flashes.set(new Map(ui.flashes.get()).set(cardId, { ...flash, number }));
  setTimeout(() => {
    if (ui.flashes.get().get(cardId)?.number !== number) return;
    const left = new Map(ui.flashes.get());
    left.delete(cardId);
    ui.flashes.set(left);
  }, lifetime);
}
