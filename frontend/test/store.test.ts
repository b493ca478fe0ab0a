import { describe, expect, it } from 'vitest';
import type { ModelBoard } from './model-server/board';
import { World } from './world/world';

function newBoard(seed = 1) {
  const world = new World(seed);
  const ann = world.community.addUser('ann', 'Ann');
  const ben = world.community.addUser('ben', 'Ben');
  const board = world.community.createBoard(ann, 'RL', 'Release', ['To do', 'Doing', 'Done']);
  board.commit({ actorId: ann.id, clientMutationId: null, at: world.community.now() }, [
    { kind: 'member', row: { userId: ben.id, role: 'EDITOR' }, fields: ['*'] },
  ]);
  return { world, ann, ben, board };
}

const titles = (
  device: {
    store: {
      cardIds(id: string): readonly string[];
      card(id: string): { title: string } | undefined;
    };
  },
  column: string,
) => device.store.cardIds(column).map((id) => device.store.card(id)?.title);

const columnIds = (board: ModelBoard) =>
  board.columnsInOrder().map(({ id }) => id) as [string, string, string];

describe('a board store', () => {
  it('shows an own card at once, and to others when it is written', async () => {
    const { world, ann, ben, board } = newBoard();
    const [todo] = columnIds(board);
    const first = world.device(ann, board);
    const second = world.device(ben, board);
    await world.calm();
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
    const id = outcome.ok ? outcome.id : null;
    expect(first.store.card(localId ?? '')).toBe(first.store.card(id ?? ''));
    expect(first.store.card(id ?? '')).toMatchObject({ key: 'RL-1', pending: false });
    expect(first.store.stableKey(id ?? '')).toBe(localId);
    expect(titles(second, todo)).toEqual(['Write']);
  });
});
