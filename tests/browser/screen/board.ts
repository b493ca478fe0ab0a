/** A board on somebody's screen, found by roles and names only. */
import { expect, type Locator, type Page } from '@playwright/test';

/** Where a card is dropped. */
export type DropPlace = { readonly before: string } | { readonly endOf: string };

export class BoardScreen {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the board, and waits until it is live. */
  static async open(page: Page, key: string): Promise<BoardScreen> {
    const screen = new BoardScreen(page);
    await page.goto(`/b/${key}`);
    await screen.expectLive();
    return screen;
  }

  column(title: string): Locator {
    return this.page.getByRole('region', { name: title, exact: true });
  }

  /** The columns' titles, left to right. */
  columns(): Locator {
    return this.page.getByRole('heading', { level: 2 });
  }

  /** The cards of a column, top to bottom, as links; without those too far away to be drawn. */
  links(column: string): Locator {
    return this.page
      .getByRole('list', { name: `Cards in ${column}`, exact: true })
      .getByRole('link');
  }

  /** A card's link; its name is the card's title. */
  link(title: string): Locator {
    return this.page.getByRole('article').getByRole('link', { name: title, exact: true });
  }

  card(title: string): Locator {
    return this.page
      .getByRole('article')
      .filter({ has: this.page.getByRole('link', { name: title, exact: true }) });
  }

  /** What the connection has to say. */
  status(text: string | RegExp): Locator {
    return this.page.getByRole('status').filter({ hasText: text });
  }

  async expectLive(): Promise<void> {
    await expect(this.status(/^Live$/)).toBeVisible({ timeout: 20_000 });
  }

  async expectTitles(column: string, titles: readonly string[]): Promise<void> {
    await expect(this.links(column)).toHaveText([...titles]);
  }

  /** Every column's titles, and nothing else. */
  async expectBoard(columns: Readonly<Record<string, readonly string[]>>): Promise<void> {
    await expect(this.columns()).toHaveText(Object.keys(columns));
    for (const [column, titles] of Object.entries(columns)) await this.expectTitles(column, titles);
  }

  /** Says the sentence to screen readers. */
  async expectAnnounced(sentence: string | RegExp): Promise<void> {
    await expect(this.status(sentence)).toBeAttached();
  }

  /** Drags a card with the mouse and lets it go. */
  async drag(title: string, to: DropPlace): Promise<void> {
    await this.startDrag(title, to);
    await this.page.mouse.up();
  }

  /** Takes a card with the mouse and carries it to a place. */
  async startDrag(title: string, to: DropPlace): Promise<void> {
    await this.#carry(await middleOf(this.card(title)), () =>
      'before' in to ? topOf(this.card(to.before)) : bottomOf(this.column(to.endOf)),
    );
  }

  /** Drags a column by its header, past another one. */
  async dragColumn(title: string, to: { readonly after: string }): Promise<void> {
    const handle = this.column(title).getByRole('heading', { level: 2 });
    await this.#carry(await middleOf(handle), async () => {
      const { x, y, width } = await boxOf(this.column(to.after));
      return { x: x + width - 12, y: y + 12 };
    });
    await this.page.mouse.up();
  }

  /** `target` is asked once the drag has begun, since that may move things. */
  async #carry(from: Point, target: () => Promise<Point>): Promise<void> {
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    // Browsers take a press for a drag only once it has moved a little.
    await mouse.move(from.x + 6, from.y + 6, { steps: 3 });
    const to = await target();
    await mouse.move(to.x, to.y, { steps: 6 });
    await this.#twoFrames();
    await mouse.move(to.x + 1, to.y);
    await this.#twoFrames();
  }

  /** Drags are followed once a frame. */
  async #twoFrames(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  }
}

/** Something that was to be grasped has no place on the screen. */
export class NotDrawn extends Error {
  constructor(locator: Locator) {
    super(`${locator} is not drawn`);
  }
}

interface Point {
  readonly x: number;
  readonly y: number;
}

async function middleOf(locator: Locator): Promise<Point> {
  const { x, y, width, height } = await boxOf(locator);
  return { x: x + width / 2, y: y + height / 2 };
}

async function topOf(locator: Locator): Promise<Point> {
  const { x, y, width } = await boxOf(locator);
  return { x: x + width / 2, y: y + 6 };
}

async function bottomOf(locator: Locator): Promise<Point> {
  const { x, y, width, height } = await boxOf(locator);
  return { x: x + width / 2, y: y + height - 12 };
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (box === null) throw new NotDrawn(locator);
  return box;
}
