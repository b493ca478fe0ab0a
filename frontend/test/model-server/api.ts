/**
 * The model behind the project's own schema, executed by graphql-js: the documents that the app sends
 * are checked and answered here as a server would.
 */
import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  getArgumentValues,
  Kind,
  parse,
  validate,
} from 'graphql';
import type { ModelBoard } from './board';
import type { Community } from './community';
import { connection, type PageArguments } from './connection';
import { ApiError } from './errors';
import { mutations } from './mutations';
import type { UserRow } from './rows';
import { Views } from './views';

export const schema = buildSchema(
  readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'),
);

const documents = new Map<string, DocumentNode | readonly GraphQLError[]>();

/** Runs a query or mutation as `viewer`. Errors are in the result, with their codes. */
export async function run(
  community: Community,
  viewer: UserRow | null,
  query: string,
  variables: Record<string, unknown>,
): Promise<ExecutionResult> {
  const document = prepare(query);
  if (!('kind' in document)) return { errors: document };
  return execute({
    schema,
    document,
    variableValues: variables,
    rootValue: root(community, viewer),
  });
}

export interface FeedArguments {
  readonly boardId: string;
  readonly after: number;
  readonly epoch?: string | null;
}

/** The arguments of the document's `boardEvents`; null for any other document. */
export function feedArguments(
  query: string,
  variables: Record<string, unknown>,
): FeedArguments | null {
  const document = prepare(query);
  const field = schema.getSubscriptionType()?.getFields()['boardEvents'];
  if (!('kind' in document) || field === undefined) return null;
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return null;
  const selection = operation.selectionSet.selections[0];
  if (selection?.kind !== Kind.FIELD || selection.name.value !== 'boardEvents') return null;
  return getArgumentValues(field, selection, variables) as unknown as FeedArguments;
}

/** What a reader of `boardEvents` gets: one event of the log, or word that the log is no help. */
export type Update =
  | { readonly kind: 'event'; readonly board: ModelBoard; readonly seq: number }
  | { readonly kind: 'reset'; readonly board: ModelBoard };

/** Renders one update of `boardEvents` through the subscription's own selection. */
export async function render(
  community: Community,
  viewer: UserRow | null,
  query: string,
  variables: Record<string, unknown>,
  update: Update,
): Promise<ExecutionResult> {
  const document = prepare(query);
  if (!('kind' in document)) return { errors: document };
  const views = new Views(community, viewer);
  const event = update.kind === 'event' ? update.board.event(update.seq) : undefined;
  const boardEvents =
    event === undefined
      ? {
          __typename: 'BoardReset',
          epoch: update.board.epoch,
          seq: update.board.seq,
          reason: 'The log does not reach back that far.',
        }
      : views.event(update.board, event);
  return execute({ schema, document, variableValues: variables, rootValue: { boardEvents } });
}

function prepare(query: string): DocumentNode | readonly GraphQLError[] {
  const known = documents.get(query);
  if (known !== undefined) return known;
  const prepared = check(query);
  documents.set(query, prepared);
  return prepared;
}

function check(query: string): DocumentNode | readonly GraphQLError[] {
  try {
    const document = parse(query);
    const errors = validate(schema, document);
    if (errors.length === 0) return document;
    return errors.map(({ message }) => new ApiError('BAD_REQUEST', message));
  } catch (error) {
    return [
      new ApiError('BAD_REQUEST', error instanceof GraphQLError ? error.message : 'Not GraphQL.'),
    ];
  }
}

function root(community: Community, viewer: UserRow | null) {
  const views = new Views(community, viewer);
  const readable = () =>
    [...community.boards.values()].filter((board) => community.canRead(board, viewer));
  const page = <Item, Node>(
    items: readonly Item[],
    key: (item: Item) => string,
    node: (item: Item) => Node,
    args: PageArguments,
  ) =>
    connection(
      items
        .map((item) => ({ key: key(item), node: () => node(item) }))
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
      args,
    );
  const findCard = ({ id, key }: { id?: string | null; key?: string | null }) => {
    for (const board of readable()) {
      for (const card of board.cards.values()) {
        if (card.id === id || `${board.row.key}-${card.number}` === key)
          return views.card(board, card);
      }
    }
    throw new ApiError('NOT_FOUND', 'There is no such card.');
  };
  const nodeOf = (id: string) => {
    const board = readable().find(({ cards }) => cards.has(id));
    const card = board?.cards.get(id);
    return board === undefined || card === undefined ? null : views.card(board, card);
  };
  return {
    viewer: viewer === null ? null : views.user(viewer),
    server: {
      name: 'Cairn',
      version: 'model',
      publicUrl: 'http://127.0.0.1:8080',
      time: community.now(),
    },
    node: ({ id }: { id: string }) => nodeOf(id),
    nodes: ({ ids }: { ids: readonly string[] }) => ids.map(nodeOf),
    boards: (args: PageArguments & { includeArchived?: boolean | null }) =>
      page(
        readable().filter(
          (board) => args.includeArchived === true || board.row.archivedAt === null,
        ),
        (board) => board.row.title,
        (board) => views.board(board),
        args,
      ),
    board: ({ id, key }: { id?: string | null; key?: string | null }) => {
      const board = readable().find(({ row }) => row.id === id || row.key === key);
      if (board === undefined) throw new ApiError('NOT_FOUND', 'There is no such board.');
      return views.board(board);
    },
    card: findCard,
    users: ({ query, ...args }: PageArguments & { query?: string | null }) => {
      if (viewer === null) throw new ApiError('UNAUTHENTICATED', 'Sign in first.');
      const wanted = (query ?? '').toLowerCase();
      const users = [...community.users.values()].filter((user) =>
        `${user.username} ${user.displayName}`.toLowerCase().includes(wanted),
      );
      return page(
        users,
        (user) => user.username,
        (user) => views.user(user),
        args,
      );
    },
    search: ({ query, ...args }: PageArguments & { query: string }) => {
      const wanted = query.toLowerCase();
      const hits = readable().flatMap((board) =>
        [...board.cards.values()]
          .filter((card) => card.title.toLowerCase().includes(wanted))
          .map((card) => ({ board, card })),
      );
      const result = page(
        hits,
        ({ card }) => card.id,
        ({ board, card }) => views.card(board, card),
        args,
      );
      return {
        ...result,
        edges: result.edges.map((edge) => ({ ...edge, excerpt: String(edge.node['title']) })),
      };
    },
    ...mutations(community, viewer, views),
  };
}
