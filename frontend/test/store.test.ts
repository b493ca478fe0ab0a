import { describe, expect, it, vi } from 'vitest';
import { ApiFailure } from '../src/api/failure';
import type { ConnectionState, RemoteChange } from '../src/sync';
import type { ModelBoard } from './model-server/board';
import type { Change } from './model-server/rows';
import { CALM } from './world/network';
import { type Device, World } from './world/world';

const INTERNAL = new ApiFailure('INTERNAL', 'The server failed.');

describe('a board store', () => {
  it('shows an own card at once, and to others when it is written', async () => {
    const { world, first, second, todo } = await open();
    const { localId, done } = first.store.dispatch({
      type: 'createCard',
      columnId: todo,
      title: 'Write',
    });
    expect(titles(first, todo)).toEqual(['Write']);
    expect(first.store.card(localId ?? '')?.pending).toBe(true);
    expect(first.store.connection()).toEqual({ kind: 'live', pending: 1 });
    await world.calm();
    const outcome = await done;
    const id = outcome.ok ? (outcome.id ?? '') : '';
    expect(first.store.card(localId ?? '')).toBe(first.store.card(id));
    expect(first.store.card(id)).toMatchObject({ key: 'RL-1', pending: false });
    expect(first.store.stableKey(id)).toBe(localId);
    expect(titles(second, todo)).toEqual(['Write']);
  });

  it('sends what was made offline later, with the server’s ids for the local ones', async () => {
    const { world, first, todo, doing } = await open();
    first.goOffline();
    const { localId } = first.store.dispatch({ type: 'createCard', columnId: todo, title: 'One' });
    const label = first.store.dispatch({ type: 'createLabel', name: 'bug' });
    const outcomes = [
      first.store.dispatch({ type: 'moveCard', cardId: localId ?? '', columnId: doing }),
      first.store.dispatch({
        type: 'updateCard',
        cardId: localId ?? '',
        title: 'Two',
        addLabelIds: [label.localId ?? ''],
      }),
      first.store.dispatch({ type: 'addComment', cardId: localId ?? '', body: 'Done.' }),
    ].map(({ done }) => done);
    expect(titles(first, doing)).toEqual(['Two']);
    await world.pass(60_000);
    expect(first.store.connection()).toEqual({ kind: 'offline', pending: 5 });
    first.goOnline();
    await world.calm();
    expect(await Promise.all(outcomes)).toMatchObject([{ ok: true }, { ok: true }, { ok: true }]);
    expect(titles(first, doing)).toEqual(['Two']);
    const card = first.store.card(localId ?? '');
    expect(card).toMatchObject({ commentCount: 1, pending: false });
    expect(first.store.label(card?.labelIds[0] ?? '')).toMatchObject({ name: 'bug' });
  });

  it('keeps pending intents over a reload, in order', async () => {
    const { world, first, todo, doing, board } = await open();
    const { localId } = first.store.dispatch({ type: 'createCard', columnId: todo, title: 'One' });
    first.store.dispatch({ type: 'moveCard', cardId: localId ?? '', columnId: doing });
    world.kill();
    first.reload();
    world.restart();
    await world.calm();
    expect(titles(first, doing)).toEqual(['One']);
    expect(board.cards.size).toBe(1);
  });

  it('leaves another page’s pending intents to that page', async () => {
    const { world, first, board, todo } = await open();
    const twin = world.device(first.user, board, first.disk);
    await world.calm();
    first.goOffline();
    first.store.dispatch({ type: 'createCard', columnId: todo, title: 'Mine' });
    twin.reload();
    await world.pass(5000);
    expect(twin.store.connection()).toEqual({ kind: 'live', pending: 0 });
    first.store.close();
    twin.network.drop();
    await world.pass(10_000);
    expect(titles(twin, todo)).toEqual(['Mine']);
  });

  it('applies a retried intent once when answers get lost', async () => {
    const { world, first, todo, board } = await open();
    first.weather = { ...CALM, loseAnswer: 0.8, duplicate: 0.5 };
    for (let index = 0; index < 10; index += 1) {
      first.store.dispatch({ type: 'createCard', columnId: todo, title: `Card ${index}` });
    }
    await world.calm();
    expect(board.cards.size).toBe(10);
    expect(titles(first, todo)).toEqual(Array.from({ length: 10 }, (_, i) => `Card ${i}`));
  });

  it('takes a refused intent back, says why, and cancels what depended on it', async () => {
    const { world, first, todo, doing } = await open();
    const { localId, done } = first.store.dispatch({
      type: 'createCard',
      columnId: todo,
      title: '  ',
    });
    const move = first.store.dispatch({
      type: 'moveCard',
      cardId: localId ?? '',
      columnId: doing,
    });
    expect(titles(first, doing)).toEqual(['  ']);
    await world.calm();
    expect(titles(first, doing)).toEqual([]);
    expect(await done).toMatchObject({ ok: false, code: 'REQUIRED' });
    expect(await move.done).toMatchObject({ ok: false, code: 'CANCELLED' });
    expect(first.refusals).toMatchObject([{ code: 'REQUIRED', intent: { type: 'createCard' } }]);
  });

  it('puts a card back where it was when a full column refuses it', async () => {
    const { world, first, todo, doing } = await open();
    for (const title of ['One', 'Two']) {
      first.store.dispatch({ type: 'createCard', columnId: todo, title });
    }
    first.store.dispatch({
      type: 'updateColumn',
      columnId: doing,
      wipLimit: 1,
      wipPolicy: 'BLOCK',
    });
    await world.calm();
    const [one = '', two = ''] = first.store.cardIds(todo);
    first.store.dispatch({ type: 'moveCard', cardId: two, columnId: doing });
    const moved = first.store.dispatch({ type: 'moveCard', cardId: one, columnId: doing });
    expect(titles(first, doing)).toEqual(['Two', 'One']);
    await world.calm();
    expect(await moved.done).toMatchObject({ ok: false, code: 'WIP_LIMIT' });
    expect(titles(first, todo)).toEqual(['One']);
    expect(titles(first, doing)).toEqual(['Two']);
  });

  it('does not let somebody’s second own edit conflict with the first', async () => {
    const { world, first, second, todo } = await open();
    first.store.dispatch({ type: 'createCard', columnId: todo, title: 'Text' });
    await world.calm();
    const [cardId = ''] = first.store.cardIds(todo);
    const expectedVersion = first.store.card(cardId)?.version ?? 0;
    const edits = ['One', 'Two', 'Three'].map((description) =>
      first.store.dispatch({ type: 'updateCard', cardId, description, expectedVersion }),
    );
    await world.calm();
    const outcomes = await Promise.all(edits.map(({ done }) => done));
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    const late = second.store.dispatch({
      type: 'updateCard',
      cardId,
      description: 'Mine',
      expectedVersion,
    });
    await world.calm();
    expect(await late.done).toMatchObject({ ok: false, code: 'CONFLICT' });
  });

  it('loads again after a reset and keeps what is pending', async () => {
    const { world, first, second, todo, board } = await open();
    first.goOffline();
    second.store.dispatch({ type: 'createCard', columnId: todo, title: 'Theirs' });
    first.store.dispatch({ type: 'createCard', columnId: todo, title: 'Mine' });
    await world.pass(5000);
    board.trimLog(0);
    board.restartEpoch('epoch_other');
    first.goOnline();
    await world.calm();
    expect(titles(first, todo)).toEqual(['Theirs', 'Mine']);
    expect(titles(second, todo)).toEqual(['Theirs', 'Mine']);
  });

  it('ends when the board is taken away, and is back when it is given back', async () => {
    const { world, first, second, board } = await open();
    const userId = second.user?.id ?? '';
    first.store.dispatch({ type: 'removeBoardMember', userId });
    await world.pass(2000);
    expect(second.store.connection()).toEqual({
      kind: 'ended',
      reason: 'not-found',
      pending: 0,
    });
    first.store.dispatch({ type: 'setBoardMember', userId, role: 'VIEWER' });
    await world.pass(2000);
    expect(board.members.get(userId)?.role).toBe('VIEWER');
    second.reload();
    await world.calm();
    expect(second.store.board()?.viewerRole).toBe('VIEWER');
  });

  it('follows its own role', async () => {
    const { world, first, second } = await open();
    const userId = second.user?.id ?? '';
    first.store.dispatch({ type: 'setBoardMember', userId, role: 'VIEWER' });
    await world.calm();
    await world.pass(1000);
    expect(second.store.board()?.viewerRole).toBe('VIEWER');
  });

  it('says that the session is over and keeps what is pending for the next', async () => {
    const { world, first, todo } = await open();
    first.goOffline();
    first.store.dispatch({ type: 'createCard', columnId: todo, title: 'Mine' });
    first.network.signOut();
    first.goOnline();
    await world.pass(5000);
    expect(first.store.connection()).toEqual({ kind: 'ended', reason: 'signed-out', pending: 1 });
    first.network.signIn(first.user);
    first.reload();
    await world.calm();
    expect(titles(first, todo)).toEqual(['Mine']);
  });

  it('cannot open what is not there, and can try again', async () => {
    const { world, board } = await open();
    const stranger = world.device(world.community.addUser('eve', 'Eve'), board);
    await world.pass(2000);
    expect(stranger.store.load()).toMatchObject({ kind: 'failed', reason: 'not-found' });
    board.commit(byServer(world), [
      { kind: 'member', row: { userId: stranger.user?.id ?? '', role: 'VIEWER' }, fields: ['*'] },
    ]);
    stranger.store.retryNow();
    await world.calm();
    expect(stranger.store.columns()).toHaveLength(3);
  });

  it('says that a board cannot be loaded, and can try again', async () => {
    const { world, first } = await open();
    const broken = vi.spyOn(first.network, 'execute').mockRejectedValue(INTERNAL);
    first.reload();
    await world.pass(60_000);
    expect(first.store.load()).toMatchObject({ kind: 'failed', reason: 'broken' });
    broken.mockRestore();
    first.store.retryNow();
    await world.calm();
  });

  it('keeps a loaded board on the screen while the server fails', async () => {
    const { world, first, todo } = await open();
    const broken = vi.spyOn(first.network, 'execute').mockRejectedValue(INTERNAL);
    const { done } = first.store.dispatch({ type: 'createCard', columnId: todo, title: 'One' });
    first.network.drop();
    await world.pass(60_000);
    expect(first.store.load()).toEqual({ kind: 'ready' });
    expect(await done).toMatchObject({ ok: false, code: 'INTERNAL' });
    broken.mockRestore();
    await world.calm();
  });

  it('passes through its states on the way', async () => {
    const { world, first } = await open();
    const kinds: ConnectionState['kind'][] = [];
    first.store.subscribeToBoard(() => {
      const { kind } = first.store.connection();
      if (kinds.at(-1) !== kind) kinds.push(kind);
    });
    world.kill();
    await world.pass(3000);
    world.restart();
    await world.calm();
    expect(kinds).toEqual(['offline', 'catching-up', 'live']);
  });

  it('is live again within 5 s of the end of an outage of any length', async () => {
    const { world, first } = await open();
    world.kill();
    await world.pass(3_600_000);
    world.restart();
    await world.pass(5000);
    expect(first.store.connection().kind).toBe('live');
  });

  it('tells of others’ changes while it is live, and never of its own', async () => {
    const { world, first, second, todo, doing } = await open();
    const heard: RemoteChange[] = [];
    second.store.onRemoteChange((change) => heard.push(change));
    first.store.dispatch({ type: 'createCard', columnId: todo, title: 'One' });
    await world.calm();
    const [cardId = ''] = first.store.cardIds(todo);
    second.store.dispatch({ type: 'moveCard', cardId, columnId: doing });
    await world.calm();
    second.goOffline();
    first.store.dispatch({ type: 'moveCard', cardId, columnId: todo });
    await world.pass(1000);
    second.goOnline();
    await world.calm();
    expect(heard).toMatchObject([{ cardId, actor: { name: 'Ann' }, fields: ['*'] }]);
  });

  it('calls only those whose card or column has changed', async () => {
    const { world, first, second, todo, doing } = await open();
    for (const title of ['One', 'Two']) {
      first.store.dispatch({ type: 'createCard', columnId: todo, title });
    }
    await world.calm();
    const [one = '', two = ''] = second.store.cardIds(todo);
    const untouched = second.store.card(two);
    const todoIds = second.store.cardIds(todo);
    const calls = { one: 0, two: 0, todo: 0, doing: 0 };
    second.store.subscribeToCard(one, () => (calls.one += 1));
    second.store.subscribeToCard(two, () => (calls.two += 1));
    second.store.subscribeToColumnCards(todo, () => (calls.todo += 1));
    second.store.subscribeToColumnCards(doing, () => (calls.doing += 1));
    first.store.dispatch({ type: 'updateCard', cardId: one, title: 'Uno' });
    await world.calm();
    expect(calls).toEqual({ one: 1, two: 0, todo: 0, doing: 0 });
    expect(second.store.card(two)).toBe(untouched);
    expect(second.store.cardIds(todo)).toBe(todoIds);
    first.store.dispatch({ type: 'moveCard', cardId: one, columnId: doing });
    await world.calm();
    expect(calls).toEqual({ one: 2, two: 0, todo: 1, doing: 1 });
  });

  it('counts a milestone’s progress by the kind of column', async () => {
    const { world, first, todo, doing, done } = await open();
    const { localId } = first.store.dispatch({ type: 'createMilestone', title: '5.2' });
    for (const columnId of [todo, doing, done, done]) {
      first.store.dispatch({
        type: 'createCard',
        columnId,
        title: 'Card',
        estimate: 2,
        milestoneId: localId,
      });
    }
    const progress = { total: 4, done: 2, active: 1, estimateTotal: 8, estimateDone: 4 };
    expect(first.store.milestoneProgress(localId ?? '')).toEqual(progress);
    await world.calm();
    expect(first.store.milestoneProgress(localId ?? '')).toEqual(progress);
  });

  it('refuses to repeat what may have been written a day ago', async () => {
    const { world, first, todo, board } = await open();
    first.weather = { ...CALM, loseRequest: 1 };
    first.store.dispatch({ type: 'createCard', columnId: todo, title: 'Old' });
    await world.pass(1000);
    first.store.close();
    await world.pass(24 * 3_600_000);
    first.reload();
    first.goOnline();
    await world.calm();
    expect(first.refusals).toMatchObject([{ code: 'EXPIRED' }]);
    expect(board.cards.size).toBe(0);
  });
});

async function open() {
  const world = new World();
  const ann = world.community.addUser('ann', 'Ann');
  const ben = world.community.addUser('ben', 'Ben');
  const board = world.community.createBoard(ann, 'RL', 'Release', ['To do', 'Doing', 'Done']);
  const member: Change = { kind: 'member', row: { userId: ben.id, role: 'EDITOR' }, fields: ['*'] };
  board.commit(byServer(world), [member]);
  const first = world.device(ann, board);
  const second = world.device(ben, board);
  await world.calm();
  return { world, board, first, second, ...columnIds(board) };
}

function byServer(world: World) {
  return { actorId: 'user_server', clientMutationId: null, at: world.community.now() };
}

function columnIds(board: ModelBoard) {
  const [todo = '', doing = '', done = ''] = board.columnsInOrder().map(({ id }) => id);
  return { todo, doing, done };
}

function titles({ store }: Device, columnId: string) {
  return store.cardIds(columnId).map((id) => store.card(id)?.title);
}
