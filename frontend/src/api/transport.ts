import type { ApiFailure } from './failure';
import type { TypedDocumentString } from './generated/graphql';

/** A typed GraphQL document, as the generator writes it. */
export type Document<Result, Variables> = TypedDocumentString<Result, Variables>;

/** `kept`: a query whose answer the device keeps, and asks whether it still holds. */
export type Keeping = 'kept' | 'not kept';

/** Queries and mutations. */
export interface RequestTransport {
  /** Resolves with the data of an answer without `errors[]`; rejects with `ApiFailure` only. */
  execute<Result, Variables>(
    document: Document<Result, Variables>,
    variables: Variables,
    signal?: AbortSignal,
    keeping?: Keeping,
  ): Promise<Result>;
}

/** Why a subscription is over. `closed`: the connection went; `graceful`: the server said it restarts. */
export type SubscriptionEnd =
  | { readonly kind: 'complete' }
  | { readonly kind: 'failed'; readonly failure: ApiFailure }
  | { readonly kind: 'closed'; readonly graceful: boolean };

export interface SubscriptionSink<Result> {
  /** The connection stands and the subscription is asked for. */
  connected(): void;
  next(data: Result): void;
  /** Called once, and nothing after it; not called after `unsubscribe`. */
  ended(end: SubscriptionEnd): void;
}

/** Subscriptions. One call is one attempt: trying again is the caller's, who knows where to go on. */
export interface LiveTransport {
  subscribe<Result, Variables>(
    document: Document<Result, Variables>,
    variables: Variables,
    sink: SubscriptionSink<Result>,
  ): () => void;
}
