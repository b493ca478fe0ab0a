import { GraphQLError } from 'graphql';
import type { ServerErrorCode } from '../../src/api/failure';
import type { RefusalCode } from '../../src/sync';

/** An entry of `errors[]`. */
export class ApiError extends GraphQLError {
  constructor(code: ServerErrorCode, message: string) {
    super(message, { extensions: { code } });
  }
}

/** A `userErrors` entry: nothing is written. */
export class Refused extends Error {
  readonly code: RefusalCode;
  readonly field: readonly string[] | null;

  constructor(code: RefusalCode, message: string, field: readonly string[] | null = null) {
    super(message);
    this.code = code;
    this.field = field;
  }
}

export function notFound(what: string): Refused {
  return new Refused('NOT_FOUND', `There is no such ${what}.`);
}
