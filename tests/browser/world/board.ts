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
      for (const title of titles) await made.addCard(column, title);
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
