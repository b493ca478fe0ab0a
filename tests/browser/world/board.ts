/** A board as the API knows it. */
import type { Person, Username } from './person.ts';

export interface BoardPlan {
  readonly key: string;
  readonly title?: string;
  /** Columns and the titles of their cards, left to right, top to bottom. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly members?: Readonly<Partial<Record<Username, Role>>>;
  readonly visibility?: 'PRIVATE' | 'PUBLIC';
}

export type Role = 'VIEWER' | 'COMMENTER' | 'EDITOR' | 'ADMIN';

interface ColumnOfBoard {
  readonly id: string;
  readonly title: string;
}

/** Cards made with one request. */
const atOnce = 40;

export class ApiBoard {
  readonly id: string;
  readonly key: string;
  readonly title: string;
  readonly owner: Person;
  readonly #columns: readonly ColumnOfBoard[];

  private constructor(
    owner: Person,
    plan: BoardPlan,
    id: string,
    columns: readonly ColumnOfBoard[],
  ) {
    this.owner = owner;
    this.key = plan.key;
    this.title = titleOf(plan);
    this.id = id;
    this.#columns = columns;
  }

  static async make(owner: Person, plan: BoardPlan): Promise<ApiBoard> {
    const { board } = await owner.write<{
      board: { readonly id: string; readonly columns: readonly ColumnOfBoard[] };
    }>('createBoard', 'board { id columns { id title } }', {
      key: plan.key,
      title: titleOf(plan),
      visibility: plan.visibility ?? 'PRIVATE',
      columns: Object.keys(plan.columns),
    });
    const made = new ApiBoard(owner, plan, board.id, board.columns);
    for (const [column, titles] of Object.entries(plan.columns)) {
      await made.addCards(column, titles);
    }
    for (const [username, role] of Object.entries(plan.members ?? {})) {
      await made.admit(username, role);
    }
    return made;
  }

  /** Makes a card at the end of a column; returns its id. */
  async addCard(column: string, title: string): Promise<string> {
    const { card } = await this.owner.write<{ card: { readonly id: string } }>(
      'createCard',
      'card { id }',
      { columnId: this.columnId(column), title },
    );
    return card.id;
  }

  /** Makes cards at the end of a column, many with one request. */
  async addCards(column: string, titles: readonly string[]): Promise<void> {
    const columnId = this.columnId(column);
    for (let start = 0; start < titles.length; start += atOnce) {
      const inputs = titles.slice(start, start + atOnce).map((title) => ({ columnId, title }));
      const names = inputs.map((_, index) => `$input${index}: CreateCardInput!`);
      const writes = inputs.map(
        (_, index) => `card${index}: createCard(input: $input${index}) { userErrors { message } }`,
      );
      const answers = await this.owner.ask<
        Record<string, { readonly userErrors: readonly object[] }>
      >(
        `mutation (${names.join(', ')}) { ${writes.join(' ')} }`,
        Object.fromEntries(inputs.map((input, index) => [`input${index}`, input])),
      );
      const refused = Object.values(answers).flatMap(({ userErrors }) => userErrors);
      if (refused.length > 0) throw new Error(`createCard: ${JSON.stringify(refused)}`);
    }
  }

  async admit(username: string, role: Role): Promise<void> {
    await this.owner.write('setBoardMember', 'member { role }', {
      boardId: this.id,
      username,
      role,
    });
  }

  async removeMember(username: string): Promise<void> {
    const { users } = await this.owner.ask<{
      users: { nodes: readonly { id: string; username: string }[] };
    }>('query ($query: String) { users(query: $query) { nodes { id username } } }', {
      query: username,
    });
    const userId = users.nodes.find((user) => user.username === username)?.id;
    await this.owner.write('removeBoardMember', 'deletedId', { boardId: this.id, userId });
  }

  /** The titles of every column's cards, in the server's order. */
  async titles(): Promise<Readonly<Record<string, readonly string[]>>> {
    const all = (await this.columns()).map(({ title, cards }) => [
      title,
      cards.map((card) => card.title),
    ]);
    return Object.fromEntries(all);
  }

  /** The columns with their cards, in the server's order. */
  async columns(): Promise<
    readonly (ColumnOfBoard & {
      readonly cards: readonly { readonly id: string; readonly title: string }[];
    })[]
  > {
    interface CardRow {
      readonly id: string;
      readonly title: string;
      readonly column: { readonly id: string };
    }
    const { board } = await this.owner.ask<{
      board: { columns: readonly ColumnOfBoard[]; cards: { nodes: readonly CardRow[] } };
    }>(
      `query ($id: ID!) { board(id: $id) {
        columns { id title } cards(first: 1000) { nodes { id title column { id } } } } }`,
      { id: this.id },
    );
    return board.columns.map((column) => ({
      ...column,
      cards: board.cards.nodes.filter((card) => card.column.id === column.id),
    }));
  }

  columnId(title: string): string {
    const column = this.#columns.find((candidate) => candidate.title === title);
    if (column === undefined) throw new Error(`there is no column ${title}`);
    return column.id;
  }
}

function titleOf(plan: BoardPlan): string {
  return plan.title ?? `Board ${plan.key}`;
}
