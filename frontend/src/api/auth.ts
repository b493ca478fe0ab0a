/** Signing in and out: plain HTTP beside GraphQL, because cookies are set here and nowhere else. */
import { failureOfStatus, isRecord } from './failure';
import { forgetEarly, post, retryAfterOf } from './http';

/** `code` is the server's, `INVALID_CREDENTIALS` for example; `retryAfter` in milliseconds. */
export type AuthOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly code: string;
      readonly message: string;
      readonly retryAfter: number | null;
    };

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface FirstAdministrator extends Credentials {
  /** From the one-time link that the server printed at its first start. */
  readonly token: string;
  readonly displayName: string;
}

/** Sets the session cookie. Rejects with `ApiFailure` NETWORK where no answer arrives. */
export function signIn(credentials: Credentials): Promise<AuthOutcome> {
  return authenticate('/auth/sign-in', credentials);
}

/** Ends this session, here and on the server. */
export function signOut(): Promise<AuthOutcome> {
  return authenticate('/auth/sign-out', {});
}

/** Makes the first administrator and signs them in. */
export function setUp(administrator: FirstAdministrator): Promise<AuthOutcome> {
  return authenticate('/auth/setup', administrator);
}

async function authenticate(path: string, body: unknown): Promise<AuthOutcome> {
  const answer = await post(path, body);
  forgetEarly();
  if (answer.response.ok) return { ok: true };
  const retryAfter = retryAfterOf(answer.response);
  const failure = failureOfStatus(answer.response.status, retryAfter);
  const error = isRecord(answer.body) && isRecord(answer.body['error']) ? answer.body['error'] : {};
  const { code, message } = error;
  return {
    ok: false,
    code: typeof code === 'string' ? code : failure.code,
    message: typeof message === 'string' ? message : failure.message,
    retryAfter,
  };
}
