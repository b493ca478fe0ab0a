/** The model's world: people, boards, and what every write needs (ids, time, idempotency). */
import type { BoardRole } from '../../src/sync';
import { ModelBoard, type Writer } from './board';
import { ApiError } from './errors';
import type { Change, EventRow, UserRow } from './rows';

export interface World {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
  /** How many cards or members a page holds at most; 1000 where not said. */
  readonly pageLimit?: number;
}

export interface Outcome {
  /** The id of what was written or deleted. */
  readonly id: string;
  readonly board: ModelBoard;
  readonly event: EventRow | null;
}

export class Community {
  readonly users = new Map<string, UserRow>();
  readonly boards = new Map<string, ModelBoard>();
  /** How often each clientMutationId was written; a server that works never counts to two. */
  readonly writes = new Map<string, number>();
  /** Outcomes by actor and clientMutationId; a retry is answered from here. */
  readonly #outcomes = new Map<string, Outcome>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  get pageLimit(): number {
    return this.#world.pageLimit ?? 1000;
  }

  newId(kind: string): string {
    return `${kind}_${this.#world.newId()}`;
  }

  now(): string {
    return new Date(this.#world.now()).toISOString();
  }

  addUser(username: string, displayName: string, isAdmin = false): UserRow {
    const user = { id: this.newId('user'), username, displayName, avatarUrl: null, isAdmin };
    this.users.set(user.id, user);
    return user;
  }

  userNamed(username: string): UserRow | undefined {
    return [...this.users.values()].find((user) => user.username === username);
  }

  createBoard(
    owner: UserRow,
    key: string,
    title: string,
    columnTitles: readonly string[],
  ): ModelBoard {
    const at = this.now();
    const board = new ModelBoard(
      {
        id: this.newId('board'),
        key,
        title,
        description: '',
        icon: null,
        visibility: 'PRIVATE',
        createdAt: at,
        updatedAt: at,
        archivedAt: null,
      },
      this.newId('epoch'),
    );
    this.boards.set(board.row.id, board);
    const columns = columnTitles.map(
      (columnTitle, index): Change => ({
        kind: 'column',
        fields: ['*'],
        row: {
          id: this.newId('column'),
          title: columnTitle,
          color: 'GRAY',
          kind: kindOf(index, columnTitles.length),
          wipLimit: null,
          wipPolicy: 'WARN',
          description: '',
          rank: String.fromCharCode(65 + index),
        },
      }),
    );
    board.commit({ actorId: owner.id, clientMutationId: null, at }, [
      { kind: 'board', row: board.row, fields: ['*'] },
      { kind: 'member', row: { userId: owner.id, role: 'ADMIN' }, fields: ['*'] },
      ...columns,
    ]);
    return board;
  }

  roleOn(board: ModelBoard, user: UserRow | null): BoardRole | null {
    return user === null ? null : (board.members.get(user.id)?.role ?? null);
  }

  canRead(board: ModelBoard, user: UserRow | null): boolean {
    return (
      this.boards.has(board.row.id) &&
      (board.row.visibility === 'PUBLIC' || this.roleOn(board, user) !== null)
    );
  }

  /** What the same person's same clientMutationId led to before. */
  outcomeOf(user: UserRow, clientMutationId: string | null): Outcome | undefined {
    return this.#outcomes.get(`${user.id}/${clientMutationId}`);
  }

  deleteBoard(board: ModelBoard): void {
    this.boards.delete(board.row.id);
    board.ring();
  }

  /**
   * Runs one write with the role checked, as one event, and keeps its outcome for retries.
   * `decide` returns the changes and the id of what they are about; it throws `Refused` to write nothing.
   */
  write(
    request: { user: UserRow; board: ModelBoard; role: BoardRole; clientMutationId: string | null },
    decide: (writer: Writer, board: ModelBoard) => { id: string; changes: readonly Change[] },
  ): Outcome {
    const { board, user } = request;
    if (!this.canRead(board, user)) throw new ApiError('NOT_FOUND', 'There is no such thing.');
    const role = this.roleOn(board, user);
    if (role === null || RANKS.indexOf(role) < RANKS.indexOf(request.role)) {
      throw new ApiError('FORBIDDEN', 'Your role on this board does not allow that.');
    }
    const writer = { actorId: user.id, clientMutationId: request.clientMutationId, at: this.now() };
    const { id, changes } = decide(writer, board);
    const event = changes.length === 0 ? null : board.commit(writer, changes);
    const outcome = { id, board, event };
    if (request.clientMutationId !== null) {
      const times = this.writes.get(request.clientMutationId) ?? 0;
      this.writes.set(request.clientMutationId, times + 1);
      this.#outcomes.set(`${user.id}/${request.clientMutationId}`, outcome);
    }
    return outcome;
  }
}

const RANKS: readonly BoardRole[] = ['VIEWER', 'COMMENTER', 'EDITOR', 'ADMIN'];

function kindOf(index: number, count: number): 'BACKLOG' | 'ACTIVE' | 'DONE' {
  if (index === 0) return 'BACKLOG';
  return index === count - 1 ? 'DONE' : 'ACTIVE';
}
