/** One request per intent, with the intent's id as its `clientMutationId`. */
import * as documents from '../api/generated/graphql';
import type { Document, RequestTransport } from '../api/transport';
import type { BoardId, IntentId } from './ids';
import type { Intent } from './intents';
import type { RefusalCode } from './types';
import type { Position } from './wire';

export type MutationAnswer =
  | {
      readonly kind: 'accepted';
      /** The id of the thing that was written; null where the answer names none. */
      readonly id: string | null;
      /** The event it made; null where nothing had to change. */
      readonly event: Position | null;
    }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly message: string };

interface AnyAnswer {
  readonly event: Position | null;
  readonly userErrors: readonly { readonly code: RefusalCode; readonly message: string }[];
  readonly board?: Named;
  readonly column?: Named;
  readonly card?: Named;
  readonly label?: Named;
  readonly milestone?: Named;
  readonly comment?: Named;
}
type Named = { readonly id: string } | null;

export interface MutationRequest {
  readonly boardId: BoardId;
  readonly id: IntentId;
  readonly intent: Intent;
  readonly signal: AbortSignal;
}

/** Sends one intent. Rejects with `ApiFailure` where there is no answer to go by. */
export async function sendIntent(
  requests: RequestTransport,
  { boardId, id, intent, signal }: MutationRequest,
): Promise<MutationAnswer> {
  const send = async <Result extends { readonly answer: AnyAnswer }, Input extends object>(
    document: Document<Result, { input: Input & { clientMutationId?: string | null } }>,
    input: Input,
  ) => {
    const variables = { input: { ...input, clientMutationId: id } };
    return toAnswer((await requests.execute(document, variables, signal)).answer);
  };
  switch (intent.type) {
    case 'updateBoard':
      return send(documents.SyncUpdateBoardDocument, { boardId, ...inputOf(intent) });
    case 'archiveBoard':
      return send(documents.SyncArchiveBoardDocument, { boardId });
    case 'restoreBoard':
      return send(documents.SyncRestoreBoardDocument, { boardId });
    case 'deleteBoard':
      return send(documents.SyncDeleteBoardDocument, { boardId });
    case 'createColumn':
      return send(documents.SyncCreateColumnDocument, { boardId, ...inputOf(intent) });
    case 'updateColumn':
      return send(documents.SyncUpdateColumnDocument, inputOf(intent));
    case 'moveColumn':
      return send(documents.SyncMoveColumnDocument, inputOf(intent));
    case 'deleteColumn':
      return send(documents.SyncDeleteColumnDocument, inputOf(intent));
    case 'createCard':
      return send(documents.SyncCreateCardDocument, inputOf(intent));
    case 'updateCard':
      return send(documents.SyncUpdateCardDocument, inputOf(intent));
    case 'moveCard':
      return send(documents.SyncMoveCardDocument, inputOf(intent));
    case 'archiveCard':
      return send(documents.SyncArchiveCardDocument, inputOf(intent));
    case 'restoreCard':
      return send(documents.SyncRestoreCardDocument, inputOf(intent));
    case 'deleteCard':
      return send(documents.SyncDeleteCardDocument, inputOf(intent));
    case 'createLabel':
      return send(documents.SyncCreateLabelDocument, { boardId, ...inputOf(intent) });
    case 'updateLabel':
      return send(documents.SyncUpdateLabelDocument, inputOf(intent));
    case 'deleteLabel':
      return send(documents.SyncDeleteLabelDocument, inputOf(intent));
    case 'createMilestone':
      return send(documents.SyncCreateMilestoneDocument, { boardId, ...inputOf(intent) });
    case 'updateMilestone':
      return send(documents.SyncUpdateMilestoneDocument, inputOf(intent));
    case 'deleteMilestone':
      return send(documents.SyncDeleteMilestoneDocument, inputOf(intent));
    case 'addComment':
      return send(documents.SyncAddCommentDocument, inputOf(intent));
    case 'updateComment':
      return send(documents.SyncUpdateCommentDocument, {
        commentId: intent.commentId,
        body: intent.body,
      });
    case 'deleteComment':
      return send(documents.SyncDeleteCommentDocument, { commentId: intent.commentId });
    case 'setBoardMember':
      return send(documents.SyncSetBoardMemberDocument, { boardId, ...inputOf(intent) });
    case 'removeBoardMember':
      return send(documents.SyncRemoveBoardMemberDocument, { boardId, ...inputOf(intent) });
    default:
      return intent satisfies never;
  }
}

/** An intent's fields are its mutation's, but for its type. */
function inputOf<Chosen extends Intent>(intent: Chosen): Omit<Chosen, 'type'> {
  const { type, ...input } = intent;
  return input;
}

function toAnswer(answer: AnyAnswer): MutationAnswer {
  const refusal = answer.userErrors[0];
  if (refusal !== undefined) return { kind: 'refused', ...pickRefusal(refusal) };
  const written =
    answer.card ??
    answer.column ??
    answer.label ??
    answer.milestone ??
    answer.comment ??
    answer.board;
  return { kind: 'accepted', id: written?.id ?? null, event: answer.event };
}

function pickRefusal({ code, message }: { readonly code: RefusalCode; readonly message: string }) {
  return { code, message };
}
