/** Labels, milestones, comments, members and the board itself. */
import type { Intent } from '../../../src/sync';
import type { ModelBoard, Writer } from '../board';
import type { Community } from '../community';
import { ApiError, notFound, Refused } from '../errors';
import { type BoardRow, type Change, cardChangeOf, type MilestoneRow } from '../rows';
import { refuseIfBoardArchived, requireTitle, writableCard } from './cards';

type Input<Type extends Intent['type']> = Omit<Extract<Intent, { type: Type }>, 'type'>;
interface Decision {
  readonly id: string;
  readonly changes: readonly Change[];
}

export function updateBoard(
  board: ModelBoard,
  writer: Writer,
  input: Input<'updateBoard'>,
): Decision {
  refuseIfBoardArchived(board);
  const row: BoardRow = {
    ...board.row,
    title: input.title === undefined ? board.row.title : requireTitle(input.title),
    description: input.description ?? board.row.description,
    icon: input.icon === undefined ? board.row.icon : input.icon,
    visibility: input.visibility ?? board.row.visibility,
    updatedAt: writer.at,
  };
  const fields = Object.keys(input).filter((field) => field in row);
  return { id: row.id, changes: fields.length === 0 ? [] : [{ kind: 'board', row, fields }] };
}

export function setBoardArchived(board: ModelBoard, writer: Writer, archived: boolean): Decision {
  if ((board.row.archivedAt !== null) === archived) return { id: board.row.id, changes: [] };
  const row = { ...board.row, archivedAt: archived ? writer.at : null };
  return { id: row.id, changes: [{ kind: 'board', row, fields: ['archivedAt'] }] };
}

export function createLabel(
  community: Community,
  board: ModelBoard,
  input: Input<'createLabel'>,
): Decision {
  refuseIfBoardArchived(board);
  refuseTakenLabel(board, input.name, null);
  const row = {
    id: community.newId('label'),
    name: requireTitle(input.name),
    color: input.color ?? 'GRAY',
  };
  return { id: row.id, changes: [{ kind: 'label', row, fields: ['*'] }] };
}

export function updateLabel(board: ModelBoard, input: Input<'updateLabel'>): Decision {
  refuseIfBoardArchived(board);
  const label = board.labels.get(input.labelId);
  if (label === undefined) throw notFound('label');
  if (input.name !== undefined) refuseTakenLabel(board, input.name, label.id);
  const row = { ...label, name: input.name ?? label.name, color: input.color ?? label.color };
  return { id: row.id, changes: [{ kind: 'label', row, fields: ['name', 'color'] }] };
}

export function deleteLabel(board: ModelBoard, labelId: string): Decision {
  refuseIfBoardArchived(board);
  if (!board.labels.has(labelId)) throw notFound('label');
  const touched = [...board.cards.values()]
    .filter((card) => card.labelIds.includes(labelId))
    .map((card) =>
      cardChangeOf({ ...card, labelIds: card.labelIds.filter((id) => id !== labelId) }, ['labels']),
    );
  return { id: labelId, changes: [...touched, { kind: 'labelDeleted', id: labelId }] };
}

export function createMilestone(
  community: Community,
  board: ModelBoard,
  input: Input<'createMilestone'>,
): Decision {
  refuseIfBoardArchived(board);
  const row: MilestoneRow = {
    id: community.newId('milestone'),
    title: requireTitle(input.title),
    description: input.description ?? '',
    startOn: input.startOn ?? null,
    dueOn: input.dueOn ?? null,
    state: 'OPEN',
  };
  return { id: row.id, changes: [{ kind: 'milestone', row, fields: ['*'] }] };
}

export function updateMilestone(board: ModelBoard, input: Input<'updateMilestone'>): Decision {
  refuseIfBoardArchived(board);
  const milestone = board.milestones.get(input.milestoneId);
  if (milestone === undefined) throw notFound('milestone');
  const row: MilestoneRow = {
    ...milestone,
    title: input.title === undefined ? milestone.title : requireTitle(input.title),
    description: input.description ?? milestone.description,
    startOn: input.startOn === undefined ? milestone.startOn : input.startOn,
    dueOn: input.dueOn === undefined ? milestone.dueOn : input.dueOn,
    state: input.state ?? milestone.state,
  };
  const fields = (Object.keys(row) as (keyof MilestoneRow)[]).filter(
    (field) => row[field] !== milestone[field],
  );
  return { id: row.id, changes: fields.length === 0 ? [] : [{ kind: 'milestone', row, fields }] };
}

export function deleteMilestone(board: ModelBoard, milestoneId: string): Decision {
  refuseIfBoardArchived(board);
  if (!board.milestones.has(milestoneId)) throw notFound('milestone');
  const touched = [...board.cards.values()]
    .filter((card) => card.milestoneId === milestoneId)
    .map((card) => cardChangeOf({ ...card, milestoneId: null }, ['milestone']));
  return { id: milestoneId, changes: [...touched, { kind: 'milestoneDeleted', id: milestoneId }] };
}

export function addComment(
  community: Community,
  board: ModelBoard,
  writer: Writer,
  input: Input<'addComment'>,
): Decision {
  const card = writableCard(board, input.cardId);
  if (input.body.trim() === '') throw new Refused('REQUIRED', 'Write something first.', ['body']);
  const row = {
    id: community.newId('comment'),
    cardId: card.id,
    body: input.body,
    authorId: writer.actorId,
    createdAt: writer.at,
    editedAt: null,
  };
  return { id: row.id, changes: [{ kind: 'comment', row, fields: ['*'] }] };
}

export function updateComment(
  board: ModelBoard,
  writer: Writer,
  input: { commentId: string; body: string },
): Decision {
  const comment = board.comments.get(input.commentId);
  if (comment === undefined) throw notFound('comment');
  writableCard(board, comment.cardId);
  if (comment.authorId !== writer.actorId) throw new ApiError('FORBIDDEN', 'It is not yours.');
  const row = { ...comment, body: input.body, editedAt: writer.at };
  return { id: row.id, changes: [{ kind: 'comment', row, fields: ['body', 'editedAt'] }] };
}

export function deleteComment(board: ModelBoard, writer: Writer, commentId: string): Decision {
  const comment = board.comments.get(commentId);
  if (comment === undefined) throw notFound('comment');
  writableCard(board, comment.cardId);
  const isAdmin = board.members.get(writer.actorId)?.role === 'ADMIN';
  if (comment.authorId !== writer.actorId && !isAdmin) {
    throw new ApiError('FORBIDDEN', 'It is not yours.');
  }
  return {
    id: commentId,
    changes: [{ kind: 'commentDeleted', id: commentId, cardId: comment.cardId }],
  };
}

export function setBoardMember(
  community: Community,
  board: ModelBoard,
  input: {
    userId?: string | null;
    username?: string | null;
    role: 'VIEWER' | 'COMMENTER' | 'EDITOR' | 'ADMIN';
  },
): Decision {
  const user =
    input.userId == null
      ? community.userNamed(input.username ?? '')
      : community.users.get(input.userId);
  if (user === undefined) throw notFound('person');
  if (input.role !== 'ADMIN') refuseLastAdmin(board, user.id);
  const row = { userId: user.id, role: input.role };
  const fields = board.members.has(user.id) ? ['role'] : ['*'];
  return { id: user.id, changes: [{ kind: 'member', row, fields }] };
}

export function removeBoardMember(board: ModelBoard, userId: string): Decision {
  if (!board.members.has(userId)) throw notFound('member');
  refuseLastAdmin(board, userId);
  return { id: userId, changes: [{ kind: 'memberRemoved', userId }] };
}

function refuseLastAdmin(board: ModelBoard, userId: string): void {
  const admins = [...board.members.values()].filter(({ role }) => role === 'ADMIN');
  if (admins.length === 1 && admins[0]?.userId === userId) {
    throw new Refused('CONFLICT', 'Somebody has to stay administrator.');
  }
}

function refuseTakenLabel(board: ModelBoard, name: string, ownId: string | null): void {
  for (const label of board.labels.values()) {
    if (label.id !== ownId && label.name.toLowerCase() === name.trim().toLowerCase()) {
      throw new Refused('TAKEN', 'There is a label of that name.', ['name']);
    }
  }
}
