/**
 * A board's entities by id, and patches of them. What decides (events, intents) returns a `Patch` and
 * changes nothing; what holds state applies it. A patch is as large as the change, not as the board.
 */
import type {
  BoardInfo,
  CardEntity,
  ColumnEntity,
  LabelEntity,
  MemberEntity,
  MilestoneEntity,
  UserEntity,
} from './entities';
import type { CardId, ColumnId, LabelId, MilestoneId, UserId } from './ids';

/** The entity of each table, by the table's name. */
export interface Entities {
  readonly columns: ColumnEntity;
  readonly cards: CardEntity;
  readonly labels: LabelEntity;
  readonly milestones: MilestoneEntity;
  readonly members: MemberEntity;
  readonly users: UserEntity;
}

export type TableName = keyof Entities;

export const TABLE_NAMES: readonly TableName[] = [
  'columns',
  'cards',
  'labels',
  'milestones',
  'members',
  'users',
];

/** What deciding functions may read. */
export interface ReadonlyTables {
  readonly board: BoardInfo | null;
  readonly columns: ReadonlyMap<ColumnId, ColumnEntity>;
  readonly cards: ReadonlyMap<CardId, CardEntity>;
  readonly labels: ReadonlyMap<LabelId, LabelEntity>;
  readonly milestones: ReadonlyMap<MilestoneId, MilestoneEntity>;
  readonly members: ReadonlyMap<UserId, MemberEntity>;
  readonly users: ReadonlyMap<UserId, UserEntity>;
}

export class Tables implements ReadonlyTables {
  board: BoardInfo | null = null;
  readonly columns = new Map<ColumnId, ColumnEntity>();
  readonly cards = new Map<CardId, CardEntity>();
  readonly labels = new Map<LabelId, LabelEntity>();
  readonly milestones = new Map<MilestoneId, MilestoneEntity>();
  readonly members = new Map<UserId, MemberEntity>();
  readonly users = new Map<UserId, UserEntity>();

  table<Name extends TableName>(name: Name): Map<string, Entities[Name]> {
    // Each field's type is exactly this; the compiler does not connect `this[name]` with `Name`.
    return this[name] as unknown as Map<string, Entities[Name]>;
  }

  apply(patch: Patch): void {
    if (patch.board !== undefined) this.board = patch.board;
    patch.each((name, id, entity) => {
      if (entity === null) this.table(name).delete(id);
      else this.table(name).set(id, entity);
    });
  }
}

/** New images by table and id; null: gone. A later entry for the same id replaces an earlier one. */
export class Patch {
  board: BoardInfo | undefined;
  readonly #entries = new Map<TableName, Map<string, Entities[TableName] | null>>();

  put<Name extends TableName>(name: Name, id: string, entity: Entities[Name]): this {
    this.#table(name).set(id, entity);
    return this;
  }

  remove(name: TableName, id: string): this {
    this.#table(name).set(id, null);
    return this;
  }

  /** What the patch says about one entity: undefined where nothing. */
  get<Name extends TableName>(name: Name, id: string): Entities[Name] | null | undefined {
    return this.#entries.get(name)?.get(id) as Entities[Name] | null | undefined;
  }

  each(visit: (name: TableName, id: string, entity: Entities[TableName] | null) => void): void {
    for (const [name, table] of this.#entries) {
      for (const [id, entity] of table) visit(name, id, entity);
    }
  }

  #table(name: TableName): Map<string, Entities[TableName] | null> {
    const known = this.#entries.get(name);
    if (known !== undefined) return known;
    const table = new Map<string, Entities[TableName] | null>();
    this.#entries.set(name, table);
    return table;
  }
}

/** Equal in value. Entities are flat but for id lists and two small records. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) =>
      sameValue((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
    )
  );
}
