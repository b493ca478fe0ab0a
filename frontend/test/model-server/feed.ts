import type { ExecutionResult } from 'graphql';
import { feedArguments, render } from './api';
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
  let cursor = wanted?.after ?? 0;
  let epoch = wanted?.epoch ?? board?.epoch;
  let running = false;
  let stopped = false;
  let unwatch = () => {};

  const stop = () => {
    stopped = true;
    unwatch();
  };

  const send = async () => {
    if (running || stopped || board === undefined) return;
    running = true;
    while (!stopped && (cursor < board.seq || epoch !== board.epoch)) {
      if (!community.canRead(board, viewer)) break;
      const reset = epoch !== board.epoch || !board.reachesBackTo(cursor);
      const seq = reset ? board.seq : cursor + 1;
      epoch = board.epoch;
      cursor = seq;
      const update = reset
        ? ({ kind: 'reset', board } as const)
        : ({ kind: 'event', board, seq } as const);
      const result = await render(community, viewer, request.query, request.variables, update);
      if (!stopped) sink.next(result);
    }
    running = false;
    if (!stopped && !community.canRead(board, viewer)) {
      stop();
      sink.complete();
    }
  };

  if (board === undefined || !community.canRead(board, viewer)) {
    stopped = true;
    queueMicrotask(() => sink.complete());
    return stop;
  }
  unwatch = board.watch(() => void send());
  void send();
  return stop;
}
