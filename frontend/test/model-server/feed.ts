import type { ExecutionResult } from 'graphql';
import { type FeedArguments, feedArguments, render, type Update } from './api';
import type { ModelBoard } from './board';
import type { Community } from './community';
import type { UserRow } from './rows';

export interface FeedRequest {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

export interface FeedSink {
  next(result: ExecutionResult): void;
  /** The viewer may not read the board, any more or at all. */
  complete(): void;
}

/**
 * `boardEvents`: first what was missed after `after`, then what comes, in order. A reset is
 * sent where the log does not reach back, and the feed goes on from there. Returns how to stop it.
 */
export function follow(
  community: Community,
  viewer: UserRow | null,
  request: FeedRequest,
  sink: FeedSink,
): () => void {
  const wanted = feedArguments(request.query, request.variables);
  const board = community.boards.get(wanted?.boardId ?? '');
  if (wanted === null || board === undefined || !community.canRead(board, viewer)) {
    queueMicrotask(() => sink.complete());
    return () => {};
  }
  const feed = new Feed(board, wanted);
  let sending = false;
  let stopped = false;

  const stop = () => {
    stopped = true;
    unwatch();
  };

  const send = async () => {
    if (sending) return;
    sending = true;
    for (let update = feed.next(); update !== null && !stopped; update = feed.next()) {
      if (!community.canRead(board, viewer)) break;
      const result = await render(community, viewer, request.query, request.variables, update);
      if (!stopped) sink.next(result);
    }
    sending = false;
    if (stopped || community.canRead(board, viewer)) return;
    stop();
    sink.complete();
  };

  const unwatch = board.watch(() => void send());
  void send();
  return stop;
}

/** Where one reader stands in a board's log. */
class Feed {
  readonly #board: ModelBoard;
  #cursor: number;
  #epoch: string;

  constructor(board: ModelBoard, { after, epoch }: FeedArguments) {
    this.#board = board;
    this.#cursor = after;
    this.#epoch = epoch ?? board.epoch;
  }

  /** What this reader gets next; null where it has everything. */
  next(): Update | null {
    const board = this.#board;
    const inLog = this.#epoch === board.epoch && board.reachesBackTo(this.#cursor);
    if (inLog && this.#cursor === board.seq) return null;
    this.#cursor = inLog ? this.#cursor + 1 : board.seq;
    this.#epoch = board.epoch;
    return inLog ? { kind: 'event', board, seq: this.#cursor } : { kind: 'reset', board };
  }
}
