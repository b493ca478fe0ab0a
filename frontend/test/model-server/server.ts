/** The model on real sockets: HTTP, cookies, and `graphql-transport-ws`. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ExecutionArgs, parse } from 'graphql';
import { useServer as serveSockets } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { run, schema } from './api';
import type { ModelBoard } from './board';
import type { Community } from './community';
import { type FeedRequest, follow } from './feed';
import type { UserRow } from './rows';

const MAX_BODY = 256 * 1024;

export interface ModelServer {
  readonly port: number;
  /** Closes every WebSocket with this code. */
  closeSockets(code: number): void;
  close(): Promise<void>;
}

/** Serves on 127.0.0.1; port 0 takes a free one. Whoever signs in administers `demo`. */
export async function startModelServer(
  community: Community,
  demo: ModelBoard,
  port: number,
): Promise<ModelServer> {
  const http = createServer((request, response) => {
    answer(community, demo, request, response).catch(() => response.writeHead(500).end());
  });
  const sockets = new WebSocketServer({ server: http, path: '/graphql/ws' });
  serveSockets(
    {
      onSubscribe: (context, _id, payload): ExecutionArgs => ({
        schema,
        document: parse(payload.query),
        variableValues: payload.variables ?? {},
        contextValue: {
          viewer: viewerOf(community, context.extra.request),
          feed: { query: payload.query, variables: payload.variables ?? {} },
        },
      }),
      subscribe: (args) => {
        const { viewer, feed } = args.contextValue as { viewer: UserRow | null; feed: FeedRequest };
        return iterate(community, viewer, feed);
      },
    },
    sockets,
  );
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (http.address() as AddressInfo).port,
    closeSockets: (code) => {
      for (const client of sockets.clients) client.close(code);
    },
    close: () => close(http, sockets),
  };
}

function close(http: Server, sockets: WebSocketServer): Promise<void> {
  for (const client of sockets.clients) client.terminate();
  http.closeAllConnections();
  return new Promise((resolve) => http.close(() => resolve()));
}

async function answer(
  community: Community,
  demo: ModelBoard,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
  const body = request.method === 'POST' ? await readJson(request) : asked(searchParams);
  switch (`${request.method} ${pathname}`) {
    case 'GET /graphql':
    case 'POST /graphql': {
      const variables = (body['variables'] ?? {}) as Record<string, unknown>;
      const viewer = viewerOf(community, request);
      const result = await run(community, viewer, String(body['query']), variables);
      return sendJson(response, 200, result, 'application/graphql-response+json');
    }
    case 'POST /auth/sign-in':
    case 'POST /auth/setup':
      return signIn(community, demo, response, body);
    case 'POST /auth/sign-out':
      response.writeHead(204, { 'set-cookie': 'cairn_session=; Path=/; Max-Age=0' }).end();
      return;
    default:
      response.writeHead(404).end();
  }
}

function signIn(
  community: Community,
  demo: ModelBoard,
  response: ServerResponse,
  { username, password }: Record<string, unknown>,
): void {
  if (typeof username !== 'string' || username === '' || password === 'wrong') {
    const error = { code: 'INVALID_CREDENTIALS', message: 'The name or the password is wrong.' };
    return sendJson(response, 401, { error }, 'application/json');
  }
  const user = community.userNamed(username) ?? community.addUser(username, username, true);
  if (demo.members.get(user.id)?.role !== 'ADMIN') {
    demo.commit({ actorId: user.id, clientMutationId: null, at: community.now() }, [
      { kind: 'member', row: { userId: user.id, role: 'ADMIN' }, fields: ['*'] },
    ]);
  }
  response
    .writeHead(204, { 'set-cookie': `cairn_session=${user.id}; Path=/; HttpOnly; SameSite=Lax` })
    .end();
}

function viewerOf(community: Community, request: IncomingMessage): UserRow | null {
  const session = /(?:^|;\s*)cairn_session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
  return community.users.get(session ?? '') ?? null;
}

async function* iterate(community: Community, viewer: UserRow | null, feed: FeedRequest) {
  const waiting: unknown[] = [];
  let wake = () => {};
  let ended = false;
  const stop = follow(community, viewer, feed, {
    next: (result) => {
      waiting.push(result);
      wake();
    },
    complete: () => {
      ended = true;
      wake();
    },
  });
  try {
    for (;;) {
      while (waiting.length > 0) yield waiting.shift() as never;
      if (ended) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    stop();
  }
}

/** A query in an address. */
function asked(parameters: URLSearchParams): Record<string, unknown> {
  const variables = JSON.parse(parameters.get('variables') ?? '{}');
  return { query: parameters.get('query') ?? '', variables };
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > MAX_BODY) throw new Error('The body is too long.');
  }
  return text === '' ? {} : JSON.parse(text);
}

function sendJson(response: ServerResponse, status: number, body: unknown, type: string): void {
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
}
