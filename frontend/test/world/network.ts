import { ApiFailure, failureOfErrors } from '../../src/api/failure';
import type {
  Document,
  LiveTransport,
  RequestTransport,
  SubscriptionSink,
} from '../../src/api/transport';
import type { Clock } from '../../src/sync/ports';
import { run } from '../model-server/api';
import type { Community } from '../model-server/community';
import { follow } from '../model-server/feed';
import type { UserRow } from '../model-server/rows';
import type { SeededChance } from './random';

/** How bad things are, as chances from 0 to 1 for each request or message. */
export interface Weather {
  readonly loseRequest: number;
  readonly loseAnswer: number;
  /** The network delivers a request twice. */
  readonly duplicate: number;
  readonly unavailable: number;
  /** An event gets lost or comes twice: a broken server, which the client has to survive. */
  readonly brokenFeed: number;
  /** The longest way one way, in milliseconds. */
  readonly latency: number;
}

export const CALM: Weather = {
  loseRequest: 0,
  loseAnswer: 0,
  duplicate: 0,
  unavailable: 0,
  brokenFeed: 0,
  latency: 20,
};

/** The server's process: it can be killed, and what it has written stays. */
export interface ServerProcess {
  readonly community: Community;
  up: boolean;
  /** Grows with each kill: requests of an earlier life get no answer. */
  life: number;
}

/** One device's way to the server, for one signed-in person. */
export class Network implements RequestTransport, LiveTransport {
  weather: Weather = CALM;
  online = true;
  readonly #server: ServerProcess;
  #viewer: UserRow | null;
  readonly #clock: Clock;
  readonly #chance: SeededChance;
  readonly #drops = new Set<(graceful: boolean) => void>();

  constructor(server: ServerProcess, viewer: UserRow | null, clock: Clock, chance: SeededChance) {
    this.#server = server;
    this.#viewer = viewer;
    this.#clock = clock;
    this.#chance = chance;
  }

  /** The session is over: from here on this device is nobody's. */
  signOut(): void {
    this.#viewer = null;
  }

  signIn(user: UserRow | null): void {
    this.#viewer = user;
  }

  /** Ends every open subscription, as a broken connection or a restarting server does. */
  drop(graceful = false): void {
    for (const drop of [...this.#drops]) drop(graceful);
  }

  execute<Result, Variables>(
    document: Document<Result, Variables>,
    variables: Variables,
    signal?: AbortSignal,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      const lost = () => reject(new ApiFailure('NETWORK', 'No answer.'));
      signal?.addEventListener('abort', lost);
      const { life } = this.#server;
      const ask = async () => {
        if (!this.#reachable() || this.#happens(this.weather.loseRequest)) return lost();
        if (this.#happens(this.weather.unavailable)) {
          return reject(new ApiFailure('UNAVAILABLE', 'Not now.'));
        }
        const answer = () =>
          run(
            this.#server.community,
            this.#viewer,
            document.toString(),
            variables as Record<string, unknown>,
          );
        if (this.#happens(this.weather.duplicate)) void answer();
        const result = await answer();
        this.#later(() => {
          if (!this.#reachable() || life !== this.#server.life) return lost();
          if (this.#happens(this.weather.loseAnswer)) return lost();
          if (result.errors !== undefined)
            return reject(failureOfErrors(result.errors.map(toJson)));
          resolve(result.data as Result);
        });
      };
      this.#later(() => void ask());
    });
  }

  subscribe<Result, Variables>(
    document: Document<Result, Variables>,
    variables: Variables,
    sink: SubscriptionSink<Result>,
  ): () => void {
    let over = false;
    let stop = () => {};
    const close = () => {
      over = true;
      this.#drops.delete(drop);
      stop();
    };
    const drop = (graceful: boolean) => {
      if (over) return;
      close();
      sink.ended({ kind: 'closed', graceful });
    };
    const inOrder = this.#inOrder();
    this.#drops.add(drop);
    this.#later(() => {
      if (over) return;
      if (!this.#reachable()) return drop(false);
      sink.connected();
      const request = {
        query: document.toString(),
        variables: variables as Record<string, unknown>,
      };
      stop = follow(this.#server.community, this.#viewer, request, {
        next: (result) => {
          const broken = this.#happens(this.weather.brokenFeed);
          if (broken && this.#happens(0.5)) return;
          for (let times = broken ? 2 : 1; times > 0; times -= 1) {
            inOrder(() => {
              if (!over) sink.next(result.data as Result);
            });
          }
        },
        complete: () =>
          inOrder(() => {
            if (over) return;
            close();
            sink.ended({ kind: 'complete' });
          }),
      });
    });
    return close;
  }

  #reachable(): boolean {
    return this.online && this.#server.up;
  }

  #happens(chance: number): boolean {
    return chance > 0 && this.#chance.random() < chance;
  }

  #later(callback: () => void): void {
    this.#clock.after(this.#chance.below(this.weather.latency) + 1, callback);
  }

  /** Delays that keep the order, as on one socket. */
  #inOrder(): (callback: () => void) => void {
    let last = 0;
    return (callback) => {
      const now = this.#clock.now();
      last = Math.max(last, now + 1 + this.#chance.below(this.weather.latency));
      this.#clock.after(last - now, callback);
    };
  }
}

function toJson(error: { toJSON(): unknown }): unknown {
  return error.toJSON();
}
