import type { CardEntity } from './entities';
import type { CardId, ColumnId } from './ids';
import { compareRanked } from './rank';

const NO_IDS: readonly never[] = [];

/**
 * The cards of each column, top to bottom, kept sorted under single changes: a change costs two binary
 * searches and a splice, whatever the board's size. Archived cards stand in no column.
 */
export class CardOrder {
  readonly #columns = new Map<ColumnId, CardEntity[]>();
  readonly #ids = new Map<ColumnId, readonly CardId[]>();
  readonly #dirty = new Set<ColumnId>();

  /** A column's cards, sorted. Read only; it changes in place. */
  cards(columnId: ColumnId): readonly CardEntity[] {
    return this.#columns.get(columnId) ?? NO_IDS;
  }

  /** A column's card ids as an immutable list; the same list until the order has changed. */
  ids(columnId: ColumnId): readonly CardId[] {
    return this.#ids.get(columnId) ?? NO_IDS;
  }

  /**
   * The cards between which a place lies, without the card that is to go there. `anchor` is the
   * neighbour that the place names, as it stands now; undefined: it names none that is there.
   */
  around(
    columnId: ColumnId,
    anchor: { readonly card: CardEntity; readonly side: 'after' | 'before' } | undefined,
    movingId: CardId | null,
  ): { readonly above: CardEntity | undefined; readonly below: CardEntity | undefined } {
    const cards = this.cards(columnId);
    let low = cards.length - 1;
    if (anchor !== undefined)
      low = indexOf(cards, anchor.card) - (anchor.side === 'before' ? 1 : 0);
    let high = low + 1;
    if (cards[low]?.id === movingId) low -= 1;
    if (cards[high]?.id === movingId) high += 1;
    return { above: cards[low], below: cards[high] };
  }

  /** Replaces one card's image; null: it was not there, or is gone. */
  replace(before: CardEntity | null, after: CardEntity | null): void {
    const from = standing(before);
    const to = standing(after);
    if (
      from !== null &&
      to !== null &&
      from.columnId === to.columnId &&
      compareRanked(from, to) === 0
    ) {
      const cards = this.#column(from.columnId);
      cards[indexOf(cards, from)] = to;
      return;
    }
    if (from !== null) {
      const cards = this.#column(from.columnId);
      cards.splice(indexOf(cards, from), 1);
      this.#dirty.add(from.columnId);
    }
    if (to !== null) {
      const cards = this.#column(to.columnId);
      cards.splice(indexOf(cards, to), 0, to);
      this.#dirty.add(to.columnId);
    }
  }

  /** Makes the changes since the last call visible in `ids`; returns the columns whose order changed. */
  publish(): readonly ColumnId[] {
    const changed: ColumnId[] = [];
    for (const columnId of this.#dirty) {
      const cards = this.cards(columnId);
      const ids = this.ids(columnId);
      if (cards.length === ids.length && cards.every(({ id }, index) => id === ids[index]))
        continue;
      this.#ids.set(
        columnId,
        cards.map(({ id }) => id),
      );
      changed.push(columnId);
    }
    this.#dirty.clear();
    return changed;
  }

  #column(columnId: ColumnId): CardEntity[] {
    const known = this.#columns.get(columnId);
    if (known !== undefined) return known;
    const cards: CardEntity[] = [];
    this.#columns.set(columnId, cards);
    return cards;
  }
}

function standing(card: CardEntity | null): CardEntity | null {
  return card === null || card.archivedAt !== null ? null : card;
}

/** Where the card stands, or would. */
function indexOf(cards: readonly CardEntity[], card: CardEntity): number {
  let low = 0;
  let high = cards.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = cards[middle];
    if (other !== undefined && compareRanked(other, card) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
