import { describe, expect, it } from 'vitest';
import type { CardDetailHandle } from '../src/sync';
import { World } from './world/world';

describe('an open card', () => {
  it('shows own comments at once and others’ when they are written', async () => {
    const { world, first, second, cardId } = await open();
    const mine = first.store.openCard(cardId);
    const theirs = second.store.openCard(cardId);
    await world.calm();
    first.store.dispatch({ type: 'addComment', cardId, body: 'Hello' });
    expect(mine.get().comments).toMatchObject([{ body: 'Hello', pending: true }]);
    await world.calm();
    expect(bodies(theirs)).toEqual(['Hello']);
    expect(mine.get().comments).toMatchObject([
      { body: 'Hello', pending: false, author: { name: 'Ann' } },
    ]);
    const commentId = mine.get().comments[0]?.id ?? '';
    first.store.dispatch({ type: 'updateComment', cardId, commentId, body: 'Hello all' });
    expect(bodies(mine)).toEqual(['Hello all']);
    await world.calm();
    expect(bodies(theirs)).toEqual(['Hello all']);
    first.store.dispatch({ type: 'deleteComment', cardId, commentId });
    expect(bodies(mine)).toEqual([]);
    await world.calm();
    expect(bodies(theirs)).toEqual([]);
  });

  it('never shows an older description between the edit and its event', async () => {
    const { world, first, second, cardId } = await open();
    const mine = first.store.openCard(cardId);
    const theirs = second.store.openCard(cardId);
    await world.calm();
    first.store.dispatch({ type: 'updateCard', cardId, description: 'New' });
    const seen = new Set<string>();
    mine.subscribe(() => seen.add(mine.get().description));
    expect(mine.get().description).toBe('New');
    await world.calm();
    await world.pass(1000);
    expect([...seen].filter((text) => text !== 'New')).toEqual([]);
    expect(theirs.get()).toMatchObject({
      description: 'New',
      version: second.store.card(cardId)?.version,
    });
  });

  it('lets the same person save again before the description was read again', async () => {
    const { world, first, cardId } = await open();
    const detail = first.store.openCard(cardId);
    await world.pass(1000);
    const save = (description: string) =>
      first.store.dispatch({
        type: 'updateCard',
        cardId,
        description,
        expectedVersion: detail.get().version,
      }).done;
    const saved = save('One');
    while (first.store.connection().pending > 0) await world.pass(1);
    const again = save('Two');
    await world.calm();
    expect([await saved, await again]).toMatchObject([{ ok: true }, { ok: true }]);
  });

  it('follows a card that the server has not named yet', async () => {
    const { world, first, columnId } = await open();
    first.goOffline();
    const { localId } = first.store.dispatch({
      type: 'createCard',
      columnId,
      title: 'New',
      description: 'Text',
    });
    const detail = first.store.openCard(localId ?? '');
    first.store.dispatch({ type: 'addComment', cardId: localId ?? '', body: 'First' });
    expect(detail.get()).toMatchObject({ load: { kind: 'ready' }, description: 'Text' });
    expect(bodies(detail)).toEqual(['First']);
    first.goOnline();
    await world.calm();
    await world.pass(1000);
    expect(detail.get()).toMatchObject({ load: { kind: 'ready' }, description: 'Text' });
    expect(bodies(detail)).toEqual(['First']);
  });

  it('loads earlier comments page by page', async () => {
    const { world, first, cardId } = await open();
    for (let index = 0; index < 70; index += 1) {
      first.store.dispatch({ type: 'addComment', cardId, body: `${index}` });
    }
    await world.calm();
    const detail = first.store.openCard(cardId);
    await world.pass(1000);
    expect(detail.get()).toMatchObject({ hasEarlierComments: true });
    expect(bodies(detail)).toHaveLength(50);
    const loaded = detail.loadEarlierComments();
    await world.pass(1000);
    await loaded;
    expect(bodies(detail)).toEqual(Array.from({ length: 70 }, (_, index) => `${index}`));
    expect(detail.get().hasEarlierComments).toBe(false);
  });

  it('says that there is no such card', async () => {
    const { world, first } = await open();
    const detail = first.store.openCard('card_unknown');
    await world.pass(1000);
    expect(detail.get().load).toMatchObject({ kind: 'failed', reason: 'not-found' });
  });
});

async function open() {
  const world = new World();
  const ann = world.community.addUser('ann', 'Ann');
  const ben = world.community.addUser('ben', 'Ben');
  const board = world.community.createBoard(ann, 'RL', 'Release', ['To do', 'Done']);
  board.commit({ actorId: ann.id, clientMutationId: null, at: world.community.now() }, [
    { kind: 'member', row: { userId: ben.id, role: 'EDITOR' }, fields: ['*'] },
  ]);
  const first = world.device(ann, board);
  const second = world.device(ben, board);
  const columnId = board.columnsInOrder()[0]?.id ?? '';
  await world.calm();
  first.store.dispatch({ type: 'createCard', columnId, title: 'Card', description: 'Old' });
  await world.calm();
  const cardId = first.store.cardIds(columnId)[0] ?? '';
  return { world, first, second, columnId, cardId };
}

function bodies(detail: CardDetailHandle): readonly string[] {
  return detail.get().comments.map(({ body }) => body);
}
