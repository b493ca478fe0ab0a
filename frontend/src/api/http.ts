import { ApiFailure, failureOfErrors, failureOfStatus, isRecord } from './failure';
import type { Document, Keeping, RequestTransport } from './transport';

/** The server's own deadline is 10 s; past this, the answer is lost on the way. */
const TIMEOUT = 15_000;

const ACCEPT = 'application/graphql-response+json, application/json';

/** The longest address that is asked at, in characters; the server takes heads of 16 KiB. */
const LONGEST_ADDRESS = 8000;

/** Queries and mutations over `/graphql`, with the session cookie of this origin. */
export const http: RequestTransport = {
  async execute<Result, Variables>(
    document: Document<Result, Variables>,
    variables: Variables,
    signal?: AbortSignal,
    keeping: Keeping = 'not kept',
  ): Promise<Result> {
    const query = document.toString();
    const address = keeping === 'kept' ? addressOf(query, variables) : null;
    const answer =
      address === null
        ? await post('/graphql', { query, variables }, signal)
        : await (takeEarly(address) ?? get(address, signal));
    const retryAfter = retryAfterOf(answer.response);
    if (!isRecord(answer.body)) throw failureOfStatus(answer.response.status, retryAfter);
    const errors = answer.body['errors'];
    if (Array.isArray(errors) && errors.length > 0) throw failureOfErrors(errors, retryAfter);
    const data = answer.body['data'];
    if (!isRecord(data)) throw failureOfStatus(answer.response.status, retryAfter);
    return data as Result;
  },
};

/** Answers that were asked for before anybody needed them, by address. */
const early = new Map<string, Promise<Answer>>();

/** Asks now for what `execute` will ask, kept, in a moment: it gets this answer, once. */
export function askEarly<Result, Variables>(
  document: Document<Result, Variables>,
  variables: Variables,
): void {
  const address = addressOf(document.toString(), variables);
  if (address === null) return;
  const answer = get(address);
  // Who takes it hears of a failure.
  answer.catch(() => {});
  early.set(address, answer);
}

/** Somebody else is signed in from here on. */
export function forgetEarly(): void {
  early.clear();
}

function takeEarly(address: string): Promise<Answer> | undefined {
  const answer = early.get(address);
  early.delete(address);
  return answer;
}

interface Answer {
  readonly response: Response;
  /** The parsed JSON; undefined where there is none. */
  readonly body: unknown;
}

/** Null where it would be too long. */
function addressOf(query: string, variables: unknown): string | null {
  const asked = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  const address = `/graphql?${asked}`;
  return address.length > LONGEST_ADDRESS ? null : address;
}

/** Posts JSON to this origin. Rejects with NETWORK where no whole answer arrives in 15 s. */
export function post(path: string, body: unknown, signal?: AbortSignal): Promise<Answer> {
  const headers = { 'content-type': 'application/json', accept: ACCEPT };
  return ask(path, { method: 'POST', headers, body: JSON.stringify(body) }, signal);
}

/** `no-cache`: what the browser has kept is shown when the server says that it still holds. */
function get(path: string, signal?: AbortSignal): Promise<Answer> {
  return ask(path, { cache: 'no-cache', headers: { accept: ACCEPT } }, signal);
}

async function ask(path: string, request: RequestInit, signal?: AbortSignal): Promise<Answer> {
  const timeout = AbortSignal.timeout(TIMEOUT);
  try {
    const response = await fetch(path, {
      ...request,
      credentials: 'same-origin',
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    return { response, body: parse(await response.text()) };
  } catch (error) {
    throw new ApiFailure('NETWORK', error instanceof Error ? error.message : 'No answer.');
  }
}

/** `Retry-After` in milliseconds; dates are not what this server sends. */
export function retryAfterOf(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.max(0, seconds * 1000) : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
