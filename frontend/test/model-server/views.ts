/** Rows as the schema shows them: plain objects for graphql-js, with functions where a field is work. */
import type { ModelBoard } from './board';
import type { Community } from './community';
import { connection, type Keyed, numberKey, type PageArguments } from './connection';
import type {
  CardRow,
  Change,
  ColumnRow,
  CommentRow,
  EventRow,
  LabelRow,
  MilestoneRow,
  UserRow,
} from './rows';

interface CardFilter {
  readonly columnIds?: readonly string[] | null;
  readonly labelIds?: readonly string[] | null;
  readonly assigneeIds?: readonly string[] | null;
  readonly milestoneIds?: readonly string[] | null;
  readonly archived?: boolean | null;
  readonly dueBefore?: string | null;
}

interface CardsArguments extends PageArguments {
  readonly filter?: CardFilter | null;
  readonly orderBy?: readonly { readonly field: string; readonly direction: string }[] | null;
}

/** Everything that one viewer sees of the model. */
export class Views {
  readonly #community: Community;
  readonly #viewer: UserRow | null;

  constructor(community: Community, viewer: UserRow | null) {
    this.#community = community;
    this.#viewer = viewer;
  }

  user(user: UserRow) {
    return { __typename: 'User', ...user, apiTokens: [] };
  }

  userById(id: string) {
    const user = this.#community.users.get(id);
    return user === undefined ? null : this.user(user);
  }

  board(board: ModelBoard) {
    return {
      __typename: 'Board',
      ...board.row,
      team: null,
      epoch: board.epoch,
      seq: board.seq,
      viewerRole: this.#community.roleOn(board, this.#viewer),
      columns: () => board.columnsInOrder().map((row) => this.column(board, row)),
      labels: () => [...board.labels.values()].map((row) => this.label(board, row)),
      milestones: () => [...board.milestones.values()].map((row) => this.milestone(board, row)),
      cards: (page: CardsArguments) => this.#cards(board, [...board.cards.values()], page),
      card: ({ number }: { number: number }) => {
        const row = [...board.cards.values()].find((card) => card.number === number);
        return row === undefined ? null : this.card(board, row);
      },
      members: (page: PageArguments) =>
        connection(
          [...board.members.values()]
            .map((row) => ({ key: row.userId, node: () => this.member(row) }))
            .sort((a, b) => (a.key < b.key ? -1 : 1)),
          page,
          { limit: this.#community.pageLimit },
        ),
      events: (page: PageArguments) =>
        connection(
          board.events().map((row) => ({
            key: numberKey(row.seq),
            node: () => this.event(board, row),
          })),
          page,
        ),
      at: null,
      archivedCardCount: () =>
        [...board.cards.values()].filter((card) => card.archivedAt !== null).length,
    };
  }

  column(board: ModelBoard, row: ColumnRow) {
    return {
      __typename: 'Column',
      ...row,
      board: () => this.board(board),
      cards: (page: CardsArguments) => this.#cards(board, board.cardsIn(row.id), page),
      cardCount: () => board.cardsIn(row.id).length,
    };
  }

  card(board: ModelBoard, row: CardRow): Record<string, unknown> {
    const items = row.description.match(/^\s*[-*] \[[ xX]\]/gm) ?? [];
    return {
      __typename: 'Card',
      ...row,
      key: `${board.row.key}-${row.number}`,
      board: () => this.board(board),
      column: () => {
        const column = board.columns.get(row.columnId);
        return column === undefined
          ? { __typename: 'Column', id: row.columnId }
          : this.column(board, column);
      },
      labels: () => row.labelIds.map((id) => ({ id, ...board.labels.get(id) })),
      assignees: () => row.assigneeIds.map((id) => this.userById(id)),
      milestone: () => {
        const milestone = board.milestones.get(row.milestoneId ?? '');
        return milestone === undefined ? null : this.milestone(board, milestone);
      },
      createdBy: () => this.userById(row.createdById),
      commentCount: () => board.commentsOn(row.id).length,
      checklist: {
        total: items.length,
        done: items.filter((item) => /\[[xX]\]/.test(item)).length,
      },
      hasDescription: row.description !== '',
      comments: (page: PageArguments) =>
        connection(
          board.commentsOn(row.id).map((comment, index) => ({
            key: numberKey(index),
            node: () => this.comment(board, comment),
          })),
          page,
        ),
    };
  }

  label(board: ModelBoard, row: LabelRow) {
    return { __typename: 'Label', ...row, board: () => this.board(board) };
  }

  milestone(board: ModelBoard, row: MilestoneRow) {
    return {
      __typename: 'Milestone',
      ...row,
      board: () => this.board(board),
      progress: () => progress(board, row.id),
    };
  }

  comment(board: ModelBoard, row: CommentRow) {
    return {
      __typename: 'Comment',
      ...row,
      author: () => this.userById(row.authorId),
      card: () => {
        const card = board.cards.get(row.cardId);
        return card === undefined ? null : this.card(board, card);
      },
    };
  }

  member(row: { readonly userId: string; readonly role: string }) {
    return { user: () => this.userById(row.userId), role: row.role };
  }

  event(board: ModelBoard, row: EventRow) {
    return {
      __typename: 'BoardEvent',
      ...row,
      actor: () => this.userById(row.actorId),
      changes: () => row.changes.map((change) => this.#change(board, change)),
    };
  }

  #change(board: ModelBoard, change: Change) {
    switch (change.kind) {
      case 'board':
        return { __typename: 'BoardChanged', board: this.board(board), fields: change.fields };
      case 'column':
        return {
          __typename: 'ColumnChanged',
          column: this.column(board, change.row),
          fields: change.fields,
        };
      case 'columnDeleted':
        return { __typename: 'ColumnDeleted', columnId: change.id };
      case 'card':
        return {
          __typename: 'CardChanged',
          card: this.card(board, change.row),
          fields: change.fields,
        };
      case 'cardDeleted':
        return { __typename: 'CardDeleted', cardId: change.id };
      case 'label':
        return {
          __typename: 'LabelChanged',
          label: this.label(board, change.row),
          fields: change.fields,
        };
      case 'labelDeleted':
        return { __typename: 'LabelDeleted', labelId: change.id };
      case 'milestone':
        return {
          __typename: 'MilestoneChanged',
          milestone: this.milestone(board, change.row),
          fields: change.fields,
        };
      case 'milestoneDeleted':
        return { __typename: 'MilestoneDeleted', milestoneId: change.id };
      case 'comment':
        return {
          __typename: 'CommentChanged',
          comment: this.comment(board, change.row),
          cardId: change.row.cardId,
          fields: change.fields,
        };
      case 'commentDeleted':
        return { __typename: 'CommentDeleted', commentId: change.id, cardId: change.cardId };
      case 'member':
        return {
          __typename: 'MemberChanged',
          member: this.member(change.row),
          fields: change.fields,
        };
      case 'memberRemoved':
        return { __typename: 'MemberRemoved', userId: change.userId };
      default:
        return change satisfies never;
    }
  }

  #cards(board: ModelBoard, rows: readonly CardRow[], page: CardsArguments) {
    const filter = page.filter ?? {};
    const order = page.orderBy?.[0] ?? { field: 'POSITION', direction: 'ASC' };
    const columns = board.columnsInOrder();
    const keyOf = (row: CardRow) => sortKey(row, order.field, columns);
    const descending = order.direction === 'DESC';
    const items: Keyed<Record<string, unknown>>[] = rows
      .filter((row) => matches(row, filter))
      .map((row) => ({ key: keyOf(row), node: () => this.card(board, row) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    const limit = this.#community.pageLimit;
    return connection(descending ? items.reverse() : items, page, { descending, limit });
  }
}

function matches(row: CardRow, filter: CardFilter): boolean {
  const { columnIds, labelIds, assigneeIds, milestoneIds, dueBefore } = filter;
  return (
    (row.archivedAt !== null) === (filter.archived ?? false) &&
    (columnIds == null || columnIds.includes(row.columnId)) &&
    (labelIds == null || labelIds.some((id) => row.labelIds.includes(id))) &&
    (assigneeIds == null || assigneeIds.some((id) => row.assigneeIds.includes(id))) &&
    (milestoneIds == null || milestoneIds.includes(row.milestoneId ?? '')) &&
    (dueBefore == null || (row.dueOn !== null && row.dueOn <= dueBefore))
  );
}

function sortKey(row: CardRow, field: string, columns: readonly ColumnRow[]): string {
  switch (field) {
    case 'NUMBER':
      return numberKey(row.number);
    case 'TITLE':
      return `${row.title}\u0000${row.id}`;
    case 'DUE_ON':
      return `${row.dueOn ?? '9999'}\u0000${row.id}`;
    case 'CREATED_AT':
      return `${row.createdAt}\u0000${numberKey(row.number)}`;
    case 'UPDATED_AT':
      return `${row.updatedAt}\u0000${numberKey(row.number)}`;
    default: {
      const column = columns.findIndex(({ id }) => id === row.columnId);
      return `${numberKey(column)}\u0000${row.rank}\u0000${row.id}`;
    }
  }
}

function progress(board: ModelBoard, milestoneId: string) {
  const cards = [...board.cards.values()].filter(
    (card) => card.milestoneId === milestoneId && card.archivedAt === null,
  );
  const inKind = (kind: string) =>
    cards.filter((card) => board.columns.get(card.columnId)?.kind === kind);
  const estimate = (rows: readonly CardRow[]) =>
    rows.reduce((sum, card) => sum + (card.estimate ?? 0), 0);
  return {
    total: cards.length,
    done: inKind('DONE').length,
    active: inKind('ACTIVE').length,
    estimateTotal: estimate(cards),
    estimateDone: estimate(inKind('DONE')),
  };
}
