import { http } from '../api/http';
import { socket } from '../api/socket';
import { browserChance, browserClock } from './browser/clock';
import { browserDevice } from './browser/device';
import { IndexedDbStorage } from './browser/storage';
import { SyncedBoardStore } from './store';
import type { BoardRef, BoardStore } from './types';

/** Opens a board in this browser. The caller closes it; the same board may be open twice. */
export function openBoard(ref: BoardRef): BoardStore {
  return new SyncedBoardStore(
    {
      requests: http,
      live: socket,
      storage: new IndexedDbStorage(navigator.locks),
      device: browserDevice,
      clock: browserClock,
      chance: browserChance,
    },
    ref,
  );
}
