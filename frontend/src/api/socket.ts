import { createClient } from 'graphql-ws';
import { ApiFailure, failureOfErrors, isRecord } from './failure';
import type { Document, LiveTransport, SubscriptionEnd, SubscriptionSink } from './transport';

/** How long a new connection may take until it is acknowledged, in milliseconds. */
const CONNECT_TIMEOUT = 5000;
/** A connection that says nothing is asked this often, in milliseconds, ... */
const PING_INTERVAL = 8000;
/** ... and given up when it has not answered for this long. */
const PONG_TIMEOUT = 4000;

/** Close codes with which a server that goes away asks its clients to come back soon. */
const GRACEFUL_CODES: ReadonlySet<number> = new Set([1001, 1012]);

/**
 * Subscriptions over `graphql-transport-ws`: one socket each, because a page follows one board. The
 * library's own retries are off; it would ask again from where the subscription began.
 */
export const socket: LiveTransport = {
  subscribe<Result, Variables>(
    document: Document<Result, Variables>,
    variables: Variables,
    sink: SubscriptionSink<Result>,
  ): () => void {
    let connected = false;
    let over = false;
    let pongTimer: ReturnType<typeof setTimeout> | undefined;
    const end = (how: SubscriptionEnd | null) => {
      if (over) return;
      over = true;
      clearTimeout(connectTimer);
      clearTimeout(pongTimer);
      if (connected && how === null) unsubscribe();
      else client.terminate();
      void client.dispose();
      if (how !== null) sink.ended(how);
    };
    const client = createClient({
      url: socketUrl(),
      keepAlive: PING_INTERVAL,
      retryAttempts: 0,
      // The only operation of its socket. The server makes a message once for all who name it alike.
      generateID: () => '1',
      on: {
        connected: () => {
          connected = true;
          clearTimeout(connectTimer);
          if (!over) sink.connected();
        },
        ping: (received) => {
          if (received) return;
          clearTimeout(pongTimer);
          pongTimer = setTimeout(() => client.terminate(), PONG_TIMEOUT);
        },
        pong: (received) => {
          if (received) clearTimeout(pongTimer);
        },
        closed: (event) => end(endOfClose(event)),
      },
    });
    const connectTimer = setTimeout(() => client.terminate(), CONNECT_TIMEOUT);
    const unsubscribe = client.subscribe(
      { query: document.toString(), variables: variables as Record<string, unknown> },
      {
        next: ({ data, errors }) => {
          if (over) return;
          if (errors !== undefined && errors.length > 0) {
            end({ kind: 'failed', failure: failureOfErrors(errors) });
          } else {
            sink.next(data as Result);
          }
        },
        error: (error) => end(endOfError(error)),
        complete: () => end({ kind: 'complete' }),
      },
    );
    return () => end(null);
  },
};

function socketUrl(): string {
  const url = new URL('/graphql/ws', window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

function endOfClose(event: unknown): SubscriptionEnd {
  const code = isRecord(event) || event instanceof Event ? (event as { code?: unknown }).code : 0;
  if (code === 4401) return refused('UNAUTHENTICATED', 'The session is over.');
  if (code === 4403) return refused('FORBIDDEN', 'This connection is not allowed.');
  return { kind: 'closed', graceful: typeof code === 'number' && GRACEFUL_CODES.has(code) };
}

/** An `error` message's list of errors; anything else is the connection's trouble. */
function endOfError(error: unknown): SubscriptionEnd {
  if (Array.isArray(error)) return { kind: 'failed', failure: failureOfErrors(error) };
  return { kind: 'closed', graceful: false };
}

function refused(code: 'UNAUTHENTICATED' | 'FORBIDDEN', message: string): SubscriptionEnd {
  return { kind: 'failed', failure: new ApiFailure(code, message) };
}
