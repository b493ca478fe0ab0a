/**
 * Dragging by touch: hold a card for a moment and it lifts; a swipe before that scrolls as ever. A copy of the card
 * follows the finger, the board scrolls at its edges, and the names in the strip above are drop targets too.
 */
import type { BoardStore, ColumnId } from '../../../sync';
import type { BoardUi } from '../boardUi';
import { cancelCardDrag, carryCardOver, dropCard, placeUnder, startCardDrag } from './cardDrag';
import { liftedClone } from './liftedClone';

/** How long a finger rests before the card lifts, in milliseconds. */
const holdTime = 350;
/** How far it may slip meanwhile, in pixels. */
const slip = 8;
/** How near to an edge scrolling starts, and how fast it gets, in pixels (a frame). */
const edge = 56;
const fastest = 14;

interface Carried {
  readonly ghost: HTMLElement;
  readonly offsetX: number;
  readonly offsetY: number;
  x: number;
  y: number;
  frame: number;
}

/** Listens on the board's scrolling area until the returned function is called. */
export function followTouches(area: HTMLElement, ui: BoardUi, store: BoardStore): () => void {
  let hold: { timer: number; x: number; y: number } | null = null;
  let carried: Carried | null = null;

  const forget = () => {
    if (hold) clearTimeout(hold.timer);
    hold = null;
  };

  const lift = (card: HTMLElement, x: number, y: number) => {
    const box = card.getBoundingClientRect();
    const ghost = liftedClone(card);
    ghost.dataset['carried'] = 'true';
    document.body.append(ghost);
    carried = { ghost, offsetX: x - box.left, offsetY: y - box.top, x, y, frame: 0 };
    area.dataset['carrying'] = 'true';
    startCardDrag(ui, store, card.dataset['cardId'] ?? '', box.height);
    navigator.vibrate?.(12);
    follow();
  };

  const follow = () => {
    if (!carried) return;
    const { ghost, x, y, offsetX, offsetY } = carried;
    ghost.style.translate = `${x - offsetX}px ${y - offsetY}px`;
    const named = columnNamedAt(x, y);
    scrollAtEdges(area, ui, x, y, named);
    carryCardOver(ui, named ? { columnId: named, index: 0 } : placeUnder(ui, x, y));
    carried.frame = requestAnimationFrame(follow);
  };

  const letGo = (finish: () => void) => {
    forget();
    if (!carried) return;
    cancelAnimationFrame(carried.frame);
    carried.ghost.remove();
    carried = null;
    delete area.dataset['carrying'];
    finish();
  };

  const onTouchStart = (event: TouchEvent) => {
    const touch = event.touches[0];
    if (!touch || event.touches.length > 1) {
      letGo(() => cancelCardDrag(ui));
      return;
    }
    const card = draggableCard(event.target);
    if (!card) return;
    const { clientX: x, clientY: y } = touch;
    hold = { x, y, timer: window.setTimeout(() => lift(card, x, y), holdTime) };
  };

  const onTouchMove = (event: TouchEvent) => {
    const touch = event.touches[0];
    if (!touch) return;
    if (carried) {
      event.preventDefault();
      carried.x = touch.clientX;
      carried.y = touch.clientY;
    } else if (hold && Math.hypot(touch.clientX - hold.x, touch.clientY - hold.y) > slip) {
      forget();
    }
  };

  const onTouchEnd = (event: TouchEvent) => {
    if (carried) event.preventDefault();
    letGo(() => dropCard(ui, store));
  };
  const onCancel = () => letGo(() => cancelCardDrag(ui));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onCancel();
  };
  // A held link would open the browser's own menu over the card that is about to lift.
  const onContextMenu = (event: Event) => {
    if (hold || carried) event.preventDefault();
  };

  const options = { passive: false };
  area.addEventListener('touchstart', onTouchStart, { passive: true });
  area.addEventListener('touchmove', onTouchMove, options);
  area.addEventListener('touchend', onTouchEnd, options);
  area.addEventListener('touchcancel', onCancel);
  area.addEventListener('contextmenu', onContextMenu);
  addEventListener('keydown', onKeyDown);
  return () => {
    onCancel();
    area.removeEventListener('touchstart', onTouchStart);
    area.removeEventListener('touchmove', onTouchMove);
    area.removeEventListener('touchend', onTouchEnd);
    area.removeEventListener('touchcancel', onCancel);
    area.removeEventListener('contextmenu', onContextMenu);
    removeEventListener('keydown', onKeyDown);
  };
}

function draggableCard(target: EventTarget | null): HTMLElement | null {
  if (!(target instanceof Element) || target.closest('button, textarea')) return null;
  const card = target.closest<HTMLElement>('[data-card-id]');
  return card?.dataset['movable'] === 'true' ? card : null;
}

/** The column whose name in the strip lies under the finger. */
function columnNamedAt(x: number, y: number): ColumnId | null {
  const named = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-strip-column]');
  return named?.dataset['stripColumn'] ?? null;
}

function scrollAtEdges(
  area: HTMLElement,
  ui: BoardUi,
  x: number,
  y: number,
  named: ColumnId | null,
): void {
  const frame = area.getBoundingClientRect();
  if (named) {
    const box = ui.geometry.get(named)?.element.getBoundingClientRect();
    if (box) area.scrollLeft += (box.left - frame.left) / 6;
    return;
  }
  area.scrollLeft += speed(x, frame.left, frame.right);
  const place = placeUnder(ui, x, y);
  const scroller = place && ui.geometry.get(place.columnId)?.scroller();
  if (scroller) {
    const box = scroller.getBoundingClientRect();
    scroller.scrollTop += speed(y, box.top, box.bottom);
  }
}

function speed(at: number, start: number, end: number): number {
  if (at < start + edge) return -fastest * Math.min(1, (start + edge - at) / edge);
  if (at > end - edge) return fastest * Math.min(1, (at - end + edge) / edge);
  return 0;
}
