/**
 * The model on real sockets, to develop the app without the real server: `npm run model-server`, then
 * `npm run dev`. Anybody may sign in with any password and administers the demo board. `--busy`: Ben
 * keeps moving cards. Everything is forgotten when it ends.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type ExecutionArgs, parse } from 'graphql';
import { useServer as serveSockets } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { run, schema } from './api';
import { Community } from './community';
import { addDemo } from './demo';
import { type FeedRequest, follow } from './feed';
import type { UserRow } from './rows';
import { moveCard } from './writes/cards';

const PORT = Number(process.env['MODEL_PORT'] ?? 8080);
const MAX_BODY = 256 * 1024;

const community = new Community({ now: Date.now, newId: randomUUID });
const demo = addDemo(community);

const http = createServer((request, response) => {
  answer(request, response).catch(() => response.writeHead(500).end());
});

const sockets = new WebSocketServer({ server: http, path: '/graphql/ws' });
serveSockets(
  {
    onSubscribe: (context, _id, payload): ExecutionArgs => ({
      schema,
      document: parse(payload.query),
      variableValues: payload.variables ?? {},
      contextValue: {
        viewer: viewerOf(context.extra.request),
        feed: { query: payload.query, variables: payload.variables ?? {} },
      },
    }),
    subscribe: (args) => {
      const { viewer, feed } = args.contextValue as { viewer: UserRow | null; feed: FeedRequest };
      return iterate(viewer, feed);
    },
  },
  sockets,
);

http.listen(PORT, '127.0.0.1', () => {
  process.stdout.write(`The model serves on http://127.0.0.1:${PORT}; its board is /b/RL.\n`);
});

if (process.argv.includes('--busy')) setInterval(moveSomething, 3000);

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') {
    response.writeHead(404).end();
    return;
  }
  const body = await readJson(request);
  switch (request.url) {
    case '/graphql': {
      const variables = (body['variables'] ?? {}) as Record<string, unknown>;
      const result = await run(community, viewerOf(request), String(body['query']), variables);
      return sendJson(response, 200, result, 'application/graphql-response+json');
    }
    case '/auth/sign-in':
      return signIn(response, String(body['username'] ?? ''), String(body['password'] ?? ''));
    case '/auth/setup':
      return signIn(response, String(body['username'] ?? ''), String(body['password'] ?? ''));
    case '/auth/sign-out':
      response.writeHead(204, { 'set-cookie': 'cairn_session=; Path=/; Max-Age=0' }).end();
      return;
    default:
      response.writeHead(404).end();
  }
}

function signIn(response: ServerResponse, username: string, password: string): void {
  if (username === '' || password === '' || password === 'wrong') {
    const error = { code: 'INVALID_CREDENTIALS', message: 'The name or the password is wrong.' };
    sendJson(response, 401, { error }, 'application/json');
    return;
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

function viewerOf(request: IncomingMessage): UserRow | null {
  const session = /(?:^|;\s*)cairn_session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
  return community.users.get(session ?? '') ?? null;
}

async function* iterate(viewer: UserRow | null, feed: FeedRequest) {
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

function moveSomething(): void {
  const ben = community.userNamed('ben');
  const cards = [...demo.cards.values()].filter((card) => card.archivedAt === null);
  const columns = demo.columnsInOrder();
  const card = cards[Math.floor(Math.random() * cards.length)];
  const column = columns[Math.floor(Math.random() * columns.length)];
  if (ben === undefined || card === undefined || column === undefined) return;
  const beforeId = demo.cardsIn(column.id)[1]?.id ?? null;
  const { changes } = moveCard(demo, { cardId: card.id, columnId: column.id, beforeId });
  demo.commit({ actorId: ben.id, clientMutationId: null, at: community.now() }, changes);
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
