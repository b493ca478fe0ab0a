/** A server and devices in one process, under one clock that the test moves. */

import type { BoardStore, Refusal } from '../../src/sync';
import type { DeviceListener } from '../../src/sync/ports';
import { SyncedBoardStore } from '../../src/sync/store';
import type { ModelBoard } from '../model-server/board';
import { Community } from '../model-server/community';
import type { UserRow } from '../model-server/rows';
import { VirtualClock } from './clock';
import { CALM, Network, type ServerProcess, type Weather } from './network';
import { SeededChance } from './random';
import { MemoryDisk } from './storage';

export class World {
  readonly clock = new VirtualClock();
  readonly community: Community;
  readonly server: ServerProcess;
  readonly devices: Device[] = [];
  readonly #seed: number;

  constructor(seed = 1, pageLimit = 1000) {
    this.#seed = seed;
    const chance = new SeededChance(seed, 's');
    this.community = new Community({
      now: () => this.clock.now(),
      newId: () => chance.newId(),
      pageLimit,
    });
    this.server = { community: this.community, up: true, life: 0 };
  }

  /** A browser profile of one person; two of the same person's share nothing but the person. */
  device(user: UserRow | null, board: ModelBoard, disk = new MemoryDisk()): Device {
    const index = this.devices.length;
    const chance = new SeededChance(this.#seed * 1000 + index, `d${index}-`);
    const device = new Device(this, user, board, disk, chance);
    this.devices.push(device);
    return device;
  }

  /** Kills the server's process: sockets close, and nothing under way gets an answer. */
  kill(): void {
    this.server.up = false;
    this.server.life += 1;
    for (const device of this.devices) device.network.drop();
  }

  restart(): void {
    this.server.up = true;
  }

  async pass(milliseconds: number): Promise<void> {
    await this.clock.advance(milliseconds);
  }

  /** Until every store is live with nothing pending; throws after `limit` milliseconds. */
  async calm(limit = 120_000): Promise<void> {
    for (let passed = 0; passed < limit; passed += 250) {
      if (this.devices.every(({ isCalm }) => isCalm)) return;
      await this.pass(250);
    }
    const states = this.devices.map(({ store }) => [store.connection(), store.load()]);
    throw new Error(`Not calm after ${limit} ms: ${JSON.stringify(states)}`);
  }
}

export class Device {
  readonly network: Network;
  readonly refusals: Refusal[] = [];
  readonly user: UserRow | null;
  readonly disk: MemoryDisk;
  store: BoardStore;
  readonly #world: World;
  readonly #board: ModelBoard;
  readonly #chance: SeededChance;
  readonly #listeners = new Set<DeviceListener>();

  constructor(
    world: World,
    user: UserRow | null,
    board: ModelBoard,
    disk: MemoryDisk,
    chance: SeededChance,
  ) {
    this.#world = world;
    this.#board = board;
    this.#chance = chance;
    this.user = user;
    this.disk = disk;
    this.network = new Network(world.server, user, world.clock, chance);
    this.store = this.#open();
  }

  get isCalm(): boolean {
    const { kind, pending } = this.store.connection();
    return kind === 'live' && pending === 0 && this.store.load().kind === 'ready';
  }

  set weather(weather: Weather) {
    this.network.weather = weather;
  }

  goOffline(): void {
    this.network.online = false;
    this.network.drop();
    for (const listener of this.#listeners) listener.offline();
  }

  goOnline(): void {
    this.network.online = true;
    this.network.weather = CALM;
    for (const listener of this.#listeners) listener.wake();
  }

  /** As a reload of the page: memory is gone, the disk is not. */
  reload(): void {
    this.store.close();
    this.store = this.#open();
  }

  #open(): BoardStore {
    const store = new SyncedBoardStore(
      {
        requests: this.network,
        live: this.network,
        storage: this.disk.open(),
        device: {
          listen: (listener) => {
            this.#listeners.add(listener);
            return () => this.#listeners.delete(listener);
          },
        },
        clock: this.#world.clock,
        chance: this.#chance,
      },
      { key: this.#board.row.key },
    );
    store.onRefused((refusal) => this.refusals.push(refusal));
    return store;
  }
}
