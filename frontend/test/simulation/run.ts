import { expect } from 'vitest';
import type { BoardRole, Intent } from '../../src/sync';
import type { ModelBoard } from '../model-server/board';
import type { Change } from '../model-server/rows';
import { rebalance } from '../model-server/writes/cards';
import { CALM, type Weather } from '../world/network';
import { type Device, World } from '../world/world';
import { checkView, expectEqual } from './check';
import { intentsOf, pick } from './intents';
import type { Plan, Step } from './plan';

export const DEVICES = 3;
/** Small enough that a board of a dozen cards comes in several pages, with events between them. */
const PAGE_LIMIT = 4;

const STORM: Weather = {
  loseRequest: 0.2,
  loseAnswer: 0.2,
  duplicate: 0.2,
  unavailable: 0.1,
  brokenFeed: 0.1,
  latency: 900,
};

/** Runs a plan, lets the storm pass, and expects that everybody agrees and nothing was lost. */
export async function simulate({ seed, steps }: Plan): Promise<void> {
  const run = new Run(seed);
  await run.start();
  for (const step of steps) {
    await run.step(step);
    for (const device of run.devices) checkView(device.store);
  }
  await run.finish();
}

interface Dispatched {
  readonly id: string;
  readonly intent: Intent;
}

class Run {
  readonly world: World;
  readonly board: ModelBoard;
  readonly devices: Device[];
  readonly #dispatched: Dispatched[] = [];
  readonly #refused = new Set<string>();
  /**
   * Intents that were pending when their page was reloaded: the next page may be refused before the
   * last page's request arrives.
   */
  readonly #underWay = new Set<string>();

  constructor(seed: number) {
    this.world = new World(seed, PAGE_LIMIT);
    const { community } = this.world;
    const ann = community.addUser('ann', 'Ann');
    const ben = community.addUser('ben', 'Ben');
    this.board = community.createBoard(ann, 'RL', 'Release', ['To do', 'Doing', 'Done']);
    const writer = { actorId: ann.id, clientMutationId: null, at: community.now() };
    const readers = Array.from({ length: 6 }, (_, index) =>
      community.addUser(`reader${index}`, `Reader ${index}`),
    );
    this.board.commit(writer, [
      { kind: 'member', row: { userId: ben.id, role: 'EDITOR' }, fields: ['*'] },
      ...readers.map(
        ({ id }): Change => ({
          kind: 'member',
          row: { userId: id, role: 'VIEWER' },
          fields: ['*'],
        }),
      ),
    ]);
    // Ann has two pages open in one browser.
    const first = this.world.device(ann, this.board);
    const second = this.world.device(ann, this.board, first.disk);
    this.devices = [first, second, this.world.device(ben, this.board)];
  }

  async start(): Promise<void> {
    await this.world.calm();
    for (let index = 0; index < 12; index += 1) {
      const column = pick(this.devices[0]?.store.columns() ?? [], index);
      this.#dispatch(0, {
        type: 'createCard',
        columnId: column?.id ?? '',
        title: `Card ${index}`,
      });
    }
    await this.world.calm();
  }

  async step(step: Step): Promise<void> {
    const device = this.devices[step.device];
    if (device === undefined) return;
    if (step.kind === 'pass') return this.world.pass(step.picks[0] % 1500);
    if (this.#trouble(step, device) || this.#onServer(step)) return;
    if (device.store.board() === null) return;
    if (step.kind === 'restoreCard') return this.#restore(step);
    if (step.kind === 'createAndMoveCard') return this.#createAndMove(step, device);
    for (const intent of intentsOf(step, device.store)) this.#dispatch(step.device, intent);
  }

  async finish(): Promise<void> {
    this.world.restart();
    for (const device of this.devices) {
      device.goOnline();
      // What a broken feed has swallowed at the very end shows when the feed is asked for again.
      device.network.drop();
      if (device.store.connection().kind === 'ended') device.reload();
    }
    await this.world.calm();
    const fresh = this.world.device(this.devices[0]?.user ?? null, this.board);
    await this.world.calm();
    for (const { store } of [...this.devices, fresh]) {
      checkView(store);
      expectEqual(store, this.board);
    }
    this.#expectNothingLost();
  }

  #dispatch(device: number, intent: Intent): string | null {
    const { store } = this.devices[device] as Device;
    const { id, localId, done } = store.dispatch(intent);
    this.#dispatched.push({ id, intent });
    void done.then((outcome) => {
      if (!outcome.ok) this.#refused.add(id);
    });
    return localId;
  }

  /** Brings back a card that the device may never have seen. */
  #restore({ device, picks }: Step): void {
    const archived = [...this.board.cards.values()].filter((card) => card.archivedAt !== null);
    const cardId = pick(archived, picks[0])?.id;
    if (cardId !== undefined) this.#dispatch(device, { type: 'restoreCard', cardId });
  }

  #createAndMove(step: Step, { store }: Device): void {
    const column = pick(store.columns(), step.picks[0]);
    const target = pick(store.columns(), step.picks[1]);
    if (column === undefined || target === undefined) return;
    const title = step.picks[2] % 9 === 0 ? '' : 'New';
    const cardId = this.#dispatch(step.device, { type: 'createCard', columnId: column.id, title });
    if (cardId === null) return;
    this.#dispatch(step.device, { type: 'moveCard', cardId, columnId: target.id });
    this.#dispatch(step.device, { type: 'updateCard', cardId, title: 'Renamed' });
  }

  #trouble(step: Step, device: Device): boolean {
    switch (step.kind) {
      case 'dropSockets':
        device.network.drop(step.picks[0] % 2 === 0);
        return true;
      case 'offline':
        device.goOffline();
        return true;
      case 'online':
        device.goOnline();
        this.world.restart();
        return true;
      case 'storm':
        device.weather = step.picks[0] % 3 === 0 ? CALM : STORM;
        return true;
      case 'killServer':
        this.world.kill();
        this.world.clock.after(step.picks[0] % 4000, () => this.world.restart());
        return true;
      case 'reload':
        for (const id of device.disk.entries.keys()) this.#underWay.add(id);
        device.reload();
        return true;
      default:
        return false;
    }
  }

  /** Things that happen to the board without any of the devices. */
  #onServer(step: Step): boolean {
    const { board, world } = this;
    const [ann, ben] = [...world.community.users.values()];
    const writer = { actorId: ann?.id ?? '', clientMutationId: null, at: world.community.now() };
    switch (step.kind) {
      case 'rebalance': {
        const column = pick(board.columnsInOrder(), step.picks[0]);
        const changes = rebalance(board, column?.id ?? '');
        if (changes.length > 0) board.commit(writer, changes);
        return true;
      }
      case 'trimLog':
        board.trimLog(step.picks[0] % 5);
        return true;
      case 'newEpoch':
        board.restartEpoch(`epoch-${step.picks[0]}`);
        return true;
      case 'changeRole': {
        const roles: readonly BoardRole[] = ['VIEWER', 'EDITOR', 'ADMIN', 'EDITOR'];
        const role = pick(roles, step.picks[0]) ?? 'EDITOR';
        const row = { userId: ben?.id ?? '', role };
        board.commit(writer, [{ kind: 'member', row, fields: ['role'] }]);
        return true;
      }
      default:
        return false;
    }
  }

  /** Each intent was written once, or refused with a word; never both, never neither. */
  #expectNothingLost(): void {
    for (const { id, intent } of this.#dispatched) {
      const times = this.world.community.writes.get(id) ?? 0;
      const refused = this.#wasRefused(id);
      const isWell = times === 1 ? !refused || this.#underWay.has(id) : times === 0 && refused;
      // A page that could have told of a cancelled intent was reloaded; what it named was refused.
      if (isWell || (times === 0 && JSON.stringify(intent).includes('local_'))) continue;
      throw new Error(
        `Written ${times} times, ${refused ? '' : 'not '}refused: ${id} ${JSON.stringify(intent)}`,
      );
    }
    for (const { disk } of this.devices) expect([...disk.entries.keys()]).toEqual([]);
  }

  #wasRefused(id: string): boolean {
    const refusals = this.devices.flatMap((device) => device.refusals);
    return this.#refused.has(id) || refusals.some((refusal) => refusal.id === id);
  }
}
