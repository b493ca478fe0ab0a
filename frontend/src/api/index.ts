/**
 * Talking to the server outside a live board: `execute(document, variables)` with the documents that
 * `npm run codegen` writes from the `.graphql` files beside the code, and signing in and out.
 * Import documents and their types from `./generated/graphql`.
 */
import { http } from './http';

export { type AuthOutcome, setUp, signIn, signOut } from './auth';
export { ApiFailure, toFailure } from './failure';
export { http };
export const execute = http.execute;
