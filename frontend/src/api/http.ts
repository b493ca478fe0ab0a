import { ApiFailure, failureOfErrors, failureOfStatus, isRecord } from './failure';
import type { Document, RequestTransport } from './transport';

/** The server's own deadline is 10 s; past this, the answer is lost on the way. */
const TIMEOUT = 15_000;

const MEDIA_TYPE = 'application/graphql-response+json';

/** Queries and mutations over `POST /graphql`, with the session cookie of this origin. */
export const http: RequestTransport = {
  async execute<Result, Variables>(
    document: Document<Result, Variables>,
    variables: Variables,
    signal?: AbortSignal,
  ): Promise<Result> {
    const answer = await post('/graphql', { query: document.toString(), variables }, signal);
    const retryAfter = retryAfterOf(answer.response);
    if (!isRecord(answer.body)) throw failureOfStatus(answer.response.status, retryAfter);
    const errors = answer.body['errors'];
    if (Array.isArray(errors) && errors.length > 0) throw failureOfErrors(errors, retryAfter);
    const data = answer.body['data'];
    if (!isRecord(data)) throw failureOfStatus(answer.response.status, retryAfter);
    return data as Result;
  },
};

interface Answer {
  readonly response: Response;
  /** The parsed JSON; undefined where there is none. */
  readonly body: unknown;
}

/** Posts JSON to this origin. Rejects with NETWORK where no whole answer arrives in 15 s. */
export async function post(path: string, body: unknown, signal?: AbortSignal): Promise<Answer> {
  const timeout = AbortSignal.timeout(TIMEOUT);
  try {
    const response = await fetch(path, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json', accept: `${MEDIA_TYPE}, application/json` },
      body: JSON.stringify(body),
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
