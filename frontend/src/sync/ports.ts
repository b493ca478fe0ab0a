/**
 * What the store needs from outside: time, chance, storage, the server, and word of the device's
 * state. The browser's are in `browser/`; tests bring their own, so that a run can be repeated.
 */
import type { LiveTransport, RequestTransport } from '../api/transport';
import type { IntentId } from './ids';
import type { Intent } from './intents';

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once after `delay` milliseconds; returns how to call it off. */
  after(delay: number, callback: () => void): () => void;
}

export interface Chance {
  /** From 0 up to, without, 1. */
  random(): number;
  /** A new id that nobody else makes. */
  newId(): string;
}

/** One pending intent, as it survives a reload. */
export interface StoredIntent {
  readonly id: IntentId;
  /** Intents are sent in this order. */
  readonly order: number;
  readonly intent: Intent;
  readonly localId: string | null;
  /** When it was dispatched, RFC 3339. */
  readonly at: string;
  /** When it was first sent, in milliseconds since 1970; null: never. */
  readonly firstSentAt: number | null;
}

/**
 * Pending intents by scope: one board and one person. A store owns what it has put until it is closed
 * or its page is gone; no other store sends that meanwhile.
 */
export interface PendingStorage {
  /** Takes over what no living store owns, in order. */
  claim(scope: string): Promise<readonly StoredIntent[]>;
  put(scope: string, stored: StoredIntent): Promise<void>;
  remove(scope: string, id: IntentId): Promise<void>;
  /** The store is closed: others may take over what it leaves. */
  release(): void;
}

export interface DeviceListener {
  /** The network is back, or the page is looked at again: what waits should be tried now. */
  wake(): void;
  /** The device says that it has no network. */
  offline(): void;
}

export interface Device {
  listen(listener: DeviceListener): () => void;
}

export interface SyncPorts {
  readonly requests: RequestTransport;
  readonly live: LiveTransport;
  readonly storage: PendingStorage;
  readonly device: Device;
  readonly clock: Clock;
  readonly chance: Chance;
}
