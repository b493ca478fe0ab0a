/**
 * The board store in React: a provider, and hooks that draw a component again only when what it reads
 * has changed. The only file of the store that knows a framework.
 */
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import type {
  BoardInfo,
  CardEntity,
  ColumnEntity,
  LabelEntity,
  MemberEntity,
  MilestoneEntity,
  MilestoneProgress,
} from './entities';
import type { CardId, ColumnId, MilestoneId } from './ids';
import type { Intent } from './intents';
import { openBoard } from './open';
import type {
  BoardStore,
  CardDetail,
  CardDetailHandle,
  ConnectionState,
  Dispatched,
  LoadState,
} from './types';

const StoreContext = createContext<BoardStore | null>(null);

/** Makes a store that somebody else owns (and closes) known to the hooks below. */
export function BoardStoreProvider(props: {
  readonly store: BoardStore;
  readonly children: ReactNode;
}) {
  return <StoreContext value={props.store}>{props.children}</StoreContext>;
}

/** Opens a board for as long as the component is there; null for the moment before. */
export function useOpenBoard(key: string): BoardStore | null {
  const [store, setStore] = useState<BoardStore | null>(null);
  useEffect(() => {
    const opened = openBoard({ key });
    setStore(opened);
    return () => {
      opened.close();
      setStore(null);
    };
  }, [key]);
  return store;
}

/** The store itself, for dispatching and for reading inside event handlers. */
export function useBoardStore(): BoardStore {
  const store = useContext(StoreContext);
  if (store === null) throw new Error('This component belongs inside a BoardStoreProvider.');
  return store;
}

export function useDispatch(): (intent: Intent) => Dispatched {
  const store = useBoardStore();
  return useCallback((intent) => store.dispatch(intent), [store]);
}

export function useBoard(): BoardInfo | null {
  return useOfBoard((store) => store.board());
}

export function useLoad(): LoadState {
  return useOfBoard((store) => store.load());
}

export function useConnection(): ConnectionState {
  return useOfBoard((store) => store.connection());
}

export function useColumns(): readonly ColumnEntity[] {
  return useOfBoard((store) => store.columns());
}

export function useColumn(id: ColumnId): ColumnEntity | undefined {
  return useOfBoard((store) => store.column(id));
}

export function useLabels(): readonly LabelEntity[] {
  return useOfBoard((store) => store.labels());
}

export function useMilestones(): readonly MilestoneEntity[] {
  return useOfBoard((store) => store.milestones());
}

export function useMembers(): readonly MemberEntity[] {
  return useOfBoard((store) => store.members());
}

export function useCard(id: CardId): CardEntity | undefined {
  const store = useBoardStore();
  const subscribe = useCallback(
    (listener: () => void) => store.subscribeToCard(id, listener),
    [store, id],
  );
  return useSyncExternalStore(subscribe, () => store.card(id));
}

export function useColumnCardIds(columnId: ColumnId): readonly CardId[] {
  const store = useBoardStore();
  const subscribe = useCallback(
    (listener: () => void) => store.subscribeToColumnCards(columnId, listener),
    [store, columnId],
  );
  return useSyncExternalStore(subscribe, () => store.cardIds(columnId));
}

/** All cards: draws again after every change of any card. For filters and overviews only. */
export function useCards(): readonly CardEntity[] {
  return useOfEverything((store) => store.cards());
}

export function useCardByNumber(number: number): CardEntity | undefined {
  return useOfEverything((store) => store.cardByNumber(number));
}

export function useMilestoneProgress(id: MilestoneId): MilestoneProgress {
  return useOfEverything((store) => store.milestoneProgress(id));
}

/** One card's description and comments, live while the component is there. */
export function useCardDetail(
  id: CardId,
): CardDetail & Pick<CardDetailHandle, 'loadEarlierComments' | 'reload'> {
  const store = useBoardStore();
  const [handle, setHandle] = useState<CardDetailHandle | null>(null);
  useEffect(() => {
    const opened = store.openCard(id);
    setHandle(opened);
    return () => {
      opened.close();
      setHandle(null);
    };
  }, [store, id]);
  const subscribe = useCallback(
    (listener: () => void) => handle?.subscribe(listener) ?? (() => {}),
    [handle],
  );
  const detail = useSyncExternalStore(subscribe, () => handle?.get() ?? NOT_OPEN);
  return useMemo(
    () => ({
      ...detail,
      loadEarlierComments: async () => handle?.loadEarlierComments(),
      reload: () => handle?.reload(),
    }),
    [detail, handle],
  );
}

const NOT_OPEN: CardDetail = {
  load: { kind: 'loading' },
  description: '',
  version: 0,
  createdBy: null,
  comments: [],
  hasEarlierComments: false,
};

function useOfBoard<Value>(read: (store: BoardStore) => Value): Value {
  const store = useBoardStore();
  const subscribe = useCallback(
    (listener: () => void) => store.subscribeToBoard(listener),
    [store],
  );
  return useSyncExternalStore(subscribe, () => read(store));
}

function useOfEverything<Value>(read: (store: BoardStore) => Value): Value {
  const store = useBoardStore();
  const subscribe = useCallback((listener: () => void) => store.subscribe(listener), [store]);
  return useSyncExternalStore(subscribe, () => read(store));
}
