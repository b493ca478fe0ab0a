/** The `extensions.code` of an entry of `errors[]`, as the contract lists them. */
export type ServerErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'BAD_REQUEST'
  | 'TOO_COMPLEX'
  | 'RATE_LIMITED'
  | 'UNAVAILABLE'
  | 'INTERNAL';

const serverErrorCodes: ReadonlySet<string> = new Set<ServerErrorCode>([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_REQUEST',
  'TOO_COMPLEX',
  'RATE_LIMITED',
  'UNAVAILABLE',
  'INTERNAL',
]);

/** NETWORK: no answer arrived, or not in time. It is unknown whether the server did anything. */
export type FailureCode = ServerErrorCode | 'NETWORK';

/** Why a request has no data. What a person can act on (`userErrors`) is data, never this. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly code: FailureCode;
  /** How long the server asks to wait, in milliseconds; null where it does not say. */
  readonly retryAfter: number | null;

  constructor(code: FailureCode, message: string, retryAfter: number | null = null) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** True where the same request may succeed later without anybody changing anything. */
export function isTransient(failure: ApiFailure): boolean {
  return (
    failure.code === 'NETWORK' || failure.code === 'UNAVAILABLE' || failure.code === 'RATE_LIMITED'
  );
}

/** Anything thrown while talking to the server, as an `ApiFailure`. */
export function toFailure(thrown: unknown): ApiFailure {
  if (thrown instanceof ApiFailure) return thrown;
  return new ApiFailure('INTERNAL', thrown instanceof Error ? thrown.message : String(thrown));
}

/** The failure that an `errors[]` of a GraphQL answer stands for: its first entry. */
export function failureOfErrors(
  errors: readonly unknown[],
  retryAfter: number | null = null,
): ApiFailure {
  const first = errors[0];
  const entry = isRecord(first) ? first : {};
  const extensions = isRecord(entry['extensions']) ? entry['extensions'] : {};
  const code = extensions['code'];
  const message = entry['message'];
  return new ApiFailure(
    typeof code === 'string' && serverErrorCodes.has(code) ? (code as ServerErrorCode) : 'INTERNAL',
    typeof message === 'string' ? message : 'The server could not answer.',
    retryAfter,
  );
}

/** The failure that a bare HTTP status stands for, where the body says nothing better. */
export function failureOfStatus(status: number, retryAfter: number | null): ApiFailure {
  return new ApiFailure(codeOfStatus(status), `The server answered with ${status}.`, retryAfter);
}

function codeOfStatus(status: number): FailureCode {
  if (status === 401) return 'UNAUTHENTICATED';
  if (status === 403) return 'FORBIDDEN';
  if (status === 404) return 'NOT_FOUND';
  if (status === 408 || status === 502 || status === 503 || status === 504) return 'UNAVAILABLE';
  if (status === 429) return 'RATE_LIMITED';
  if (status < 500) return 'BAD_REQUEST';
  return 'INTERNAL';
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
