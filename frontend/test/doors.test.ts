/** The real HTTP and socket transports against a real port, with the browser's globals stood in for. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { execute, signIn } from '../src/api';
import { SyncOpenBoardDocument, SyncViewerDocument } from '../src/api/generated/graphql';
import { http } from '../src/api/http';
import { socket } from '../src/api/socket';
import { browserChance, browserClock } from '../src/sync/browser/clock';
import { SyncedBoardStore } from '../src/sync/store';
import { Community } from './model-server/community';
import { addDemo } from './model-server/demo';
import { cardChangeOf } from './model-server/rows';
import { type ModelServer, startModelServer } from './model-server/server';
import { MemoryDisk } from './world/storage';

const community = new Community({ now: Date.now, newId: randomUUID });
const demo = addDemo(community);
let server: ModelServer;
let cookie = '';

beforeAll(async () => {
  server = await startModelServer(community, demo, 0);
  const origin = `http://127.0.0.1:${server.port}`;
  const realFetch = globalThis.fetch;
  vi.stubGlobal('window', { location: { href: `${origin}/b/RL` } });
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const headers = { ...(init.headers as Record<string, string>), cookie };
    const response = await realFetch(origin + path, { ...init, headers });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return response;
  });
  vi.stubGlobal(
    'WebSocket',
    class extends WebSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol, { headers: { cookie } });
        // A browser's socket that is closed while it opens is quiet about it.
        this.on('error', () => {});
      }
    },
  );
});

afterEach(() => {
  cookie = '';
});

afterAll(async () => {
  await server.close();
  vi.unstubAllGlobals();
});

describe('the doors', () => {
  it('sign in, or say why not', async () => {
    expect(await signIn({ username: 'ann', password: 'wrong' })).toMatchObject({
      ok: false,
      code: 'INVALID_CREDENTIALS',
    });
    expect(await signIn({ username: 'ann', password: 'right' })).toEqual({ ok: true });
    const { viewer } = await execute(SyncViewerDocument, {});
    const { board } = await execute(SyncOpenBoardDocument, { key: 'RL' });
    expect(viewer?.username).toBe('ann');
    expect(board?.cards.totalCount).toBe(60);
  });

  it('give an error its code', async () => {
    await expect(execute(SyncOpenBoardDocument, { key: 'RL' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const broken = 'query { nothing }' as unknown as typeof SyncOpenBoardDocument;
    await expect(execute(broken, {})).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('carry a board live, through a server’s restart of its sockets', async () => {
    await signIn({ username: 'ann', password: 'right' });
    const store = new SyncedBoardStore(
      {
        requests: http,
        live: socket,
        storage: new MemoryDisk().open(),
        device: { listen: () => () => {} },
        clock: browserClock,
        // The wait of a graceful end is drawn: a long one, so that the card changes within it.
        chance: { ...browserChance, random: () => 0.9 },
      },
      { key: 'RL' },
    );
    const isLive = () => expect(store.connection()).toEqual({ kind: 'live', pending: 0 });
    await vi.waitFor(isLive, { timeout: 5000 });
    const cardId = store.cardByNumber(1)?.id ?? '';
    const columnId = store.columns().at(-1)?.id ?? '';
    await store.dispatch({ type: 'moveCard', cardId, columnId }).done;
    expect(store.cardIds(columnId).at(-1)).toBe(cardId);
    server.closeSockets(1012);
    await vi.waitFor(() => expect(store.connection().kind).toBe('offline'));
    const card = demo.cards.get(cardId);
    if (card === undefined) throw new Error('The card is gone.');
    const writer = { actorId: 'nobody', clientMutationId: null, at: community.now() };
    demo.commit(writer, [cardChangeOf({ ...card, title: 'Missed' }, ['title'])]);
    await vi.waitFor(() => expect(store.card(cardId)?.title).toBe('Missed'), { timeout: 5000 });
    await vi.waitFor(isLive, { timeout: 5000 });
    store.close();
  });

  it('end a subscription that is not allowed', async () => {
    const ended = vi.fn();
    const document = `subscription { boardEvents(boardId: "${demo.row.id}", after: 0) { __typename } }`;
    socket.subscribe(document as never, {}, { connected: () => {}, next: () => {}, ended });
    await vi.waitFor(() => expect(ended).toHaveBeenCalledWith({ kind: 'complete' }));
  });
});
