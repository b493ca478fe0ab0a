/** The mutations: find the board, check the role, decide, answer in the payload's shape. */
import type { BoardRole } from '../../src/sync';
import type { ModelBoard, Writer } from './board';
import type { Community, Outcome } from './community';
import { ApiError, notFound, Refused } from './errors';
import type { Change, UserRow } from './rows';
import type { Views } from './views';
import * as cards from './writes/cards';
import * as columns from './writes/columns';
import * as others from './writes/others';

/** Checked against the schema by graphql-js before it comes here. */
// biome-ignore lint/suspicious/noExplicitAny: graphql-js hands over what it has validated
type Input = any;
interface Arguments {
  readonly input: Input;
}

type Decide = (
  board: ModelBoard,
  writer: Writer,
  input: Input,
) => { id: string; changes: readonly Change[] };
type Locate = (input: Input) => ModelBoard;

export function mutations(community: Community, viewer: UserRow | null, views: Views) {
  const boards = () => [...community.boards.values()];
  const found = (board: ModelBoard | undefined, what: string): ModelBoard => {
    if (board === undefined || !community.canRead(board, viewer)) throw notFound(what);
    return board;
  };
  const byBoard: Locate = ({ boardId }) => found(community.boards.get(boardId), 'board');
  const byColumn: Locate = ({ columnId }) =>
    found(
      boards().find((board) => board.columns.has(columnId)),
      'column',
    );
  const byCard: Locate = ({ cardId }) =>
    found(
      boards().find((board) => board.cards.has(cardId)),
      'card',
    );
  const byLabel: Locate = ({ labelId }) =>
    found(
      boards().find((board) => board.labels.has(labelId)),
      'label',
    );
  const byMilestone: Locate = ({ milestoneId }) =>
    found(
      boards().find((board) => board.milestones.has(milestoneId)),
      'milestone',
    );
  const byComment: Locate = ({ commentId }) =>
    found(
      boards().find((board) => board.comments.has(commentId)),
      'comment',
    );

  const answer = (input: Input, run: () => Record<string, unknown>) => {
    const { clientMutationId } = input;
    try {
      return { clientMutationId, userErrors: [], ...run() };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { code, field, message } = error;
      return { clientMutationId, event: null, userErrors: [{ code, field, message }] };
    }
  };

  const mutation =
    (
      role: BoardRole,
      locate: Locate,
      decide: Decide,
      show: (outcome: Outcome) => Record<string, unknown>,
    ) =>
    ({ input }: Arguments) => {
      if (viewer === null) throw new ApiError('UNAUTHENTICATED', 'Sign in first.');
      return answer(input, () => {
        const known = community.outcomeOf(viewer, input.clientMutationId ?? null);
        const outcome =
          known ??
          community.write(
            {
              user: viewer,
              board: locate(input),
              role,
              clientMutationId: input.clientMutationId ?? null,
            },
            (writer, board) => decide(board, writer, input),
          );
        const { board, event } = outcome;
        return { ...show(outcome), event: event === null ? null : views.event(board, event) };
      });
    };

  const board = ({ board }: Outcome) => ({ board: views.board(board) });
  const deleted = ({ id }: Outcome) => ({ deletedId: id });
  const row =
    <Row>(
      name: string,
      rows: (board: ModelBoard) => Map<string, Row>,
      view: (board: ModelBoard, row: Row) => unknown,
    ) =>
    ({ board, id }: Outcome) => {
      const found = rows(board).get(id);
      return { [name]: found === undefined ? null : view(board, found) };
    };
  const column = row('column', (b) => b.columns, views.column.bind(views));
  const card = row(
    'card',
    (b) => b.cards,
    (b, r) => views.card(b, r),
  );
  const label = row('label', (b) => b.labels, views.label.bind(views));
  const milestone = row('milestone', (b) => b.milestones, views.milestone.bind(views));
  const comment = row('comment', (b) => b.comments, views.comment.bind(views));
  const member = row(
    'member',
    (b) => b.members,
    (_, r) => views.member(r),
  );

  return {
    createBoard: ({ input }: Arguments) => {
      if (viewer === null) throw new ApiError('UNAUTHENTICATED', 'Sign in first.');
      return answer(input, () => {
        const key = input.key ?? keyFrom(input.title);
        if (boards().some((other) => other.row.key === key)) {
          throw new Refused('TAKEN', 'There is a board with that key.', ['key']);
        }
        const titles = input.columns ?? ['To do', 'Doing', 'Done'];
        const made = community.createBoard(viewer, key, cards.requireTitle(input.title), titles);
        return { board: views.board(made), event: null };
      });
    },
    updateBoard: mutation('ADMIN', byBoard, others.updateBoard, board),
    archiveBoard: mutation('ADMIN', byBoard, (b, w) => others.setBoardArchived(b, w, true), board),
    restoreBoard: mutation('ADMIN', byBoard, (b, w) => others.setBoardArchived(b, w, false), board),
    deleteBoard: mutation(
      'ADMIN',
      byBoard,
      (b) => {
        community.deleteBoard(b);
        return { id: b.row.id, changes: [] };
      },
      deleted,
    ),
    createColumn: mutation(
      'EDITOR',
      byBoard,
      (b, _, i) => columns.createColumn(community, b, i),
      column,
    ),
    updateColumn: mutation('EDITOR', byColumn, (b, _, i) => columns.updateColumn(b, i), column),
    moveColumn: mutation('EDITOR', byColumn, (b, _, i) => columns.moveColumn(b, i), column),
    deleteColumn: mutation('EDITOR', byColumn, (b, _, i) => columns.deleteColumn(b, i), deleted),
    createCard: mutation(
      'EDITOR',
      byColumn,
      (b, w, i) => cards.createCard(community, b, w, i),
      card,
    ),
    updateCard: mutation('EDITOR', byCard, (b, _, i) => cards.updateCard(community, b, i), card),
    moveCard: mutation('EDITOR', byCard, (b, _, i) => cards.moveCard(b, i), card),
    archiveCard: mutation('EDITOR', byCard, (b, w, i) => cards.archiveCard(b, w, i.cardId), card),
    restoreCard: mutation('EDITOR', byCard, (b, _, i) => cards.restoreCard(b, i.cardId), card),
    deleteCard: mutation('EDITOR', byCard, (b, _, i) => cards.deleteCard(b, i.cardId), deleted),
    createLabel: mutation(
      'EDITOR',
      byBoard,
      (b, _, i) => others.createLabel(community, b, i),
      label,
    ),
    updateLabel: mutation('EDITOR', byLabel, (b, _, i) => others.updateLabel(b, i), label),
    deleteLabel: mutation(
      'EDITOR',
      byLabel,
      (b, _, i) => others.deleteLabel(b, i.labelId),
      deleted,
    ),
    createMilestone: mutation(
      'EDITOR',
      byBoard,
      (b, _, i) => others.createMilestone(community, b, i),
      milestone,
    ),
    updateMilestone: mutation(
      'EDITOR',
      byMilestone,
      (b, _, i) => others.updateMilestone(b, i),
      milestone,
    ),
    deleteMilestone: mutation(
      'EDITOR',
      byMilestone,
      (b, _, i) => others.deleteMilestone(b, i.milestoneId),
      deleted,
    ),
    addComment: mutation(
      'COMMENTER',
      byCard,
      (b, w, i) => others.addComment(community, b, w, i),
      comment,
    ),
    updateComment: mutation('COMMENTER', byComment, others.updateComment, comment),
    deleteComment: mutation(
      'COMMENTER',
      byComment,
      (b, w, i) => others.deleteComment(b, w, i.commentId),
      deleted,
    ),
    setBoardMember: mutation(
      'ADMIN',
      byBoard,
      (b, _, i) => others.setBoardMember(community, b, i),
      member,
    ),
    removeBoardMember: mutation(
      'ADMIN',
      byBoard,
      (b, _, i) => others.removeBoardMember(b, i.userId),
      deleted,
    ),
    createApiToken: ({ input }: Arguments) => ({
      token: { id: 'token_1', name: input.name, createdAt: community.now(), lastUsedAt: null },
      secret: 'cairn_example',
      userErrors: [],
    }),
    revokeApiToken: ({ input }: Arguments) => ({ deletedId: input.tokenId, userErrors: [] }),
  };
}

function keyFrom(title: string): string {
  const letters = title.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return (/^[A-Z]/.test(letters) ? letters : `B${letters}`).slice(0, 4).padEnd(2, 'X');
}
