/** Somebody as the API knows them. */
import { randomUUID } from 'node:crypto';

/** The names that everybody in the specs goes by; Ann administers the server. */
export const names = { ann: 'Ann Archer', ben: 'Ben Brook', cleo: 'Cleo Cole' } as const;
export type Username = keyof typeof names;
export const usernames = Object.keys(names) as readonly Username[];

/** The password of everybody. */
export const password = 'correct horse battery';

interface UserError {
  readonly code: string;
  readonly message: string;
}

interface Answer<Data> {
  readonly data?: Data;
  readonly errors?: readonly { readonly message: string }[];
}

export class Person {
  readonly username: Username;
  /** What cards and comments call them. */
  readonly name: string;
  readonly #url: string;
  readonly #token: string;

  constructor(username: Username, url: string, token: string) {
    this.username = username;
    this.name = names[username];
    this.#url = url;
    this.#token = token;
  }

  /** Sends a document that must be answered without errors. */
  async ask<Data>(query: string, variables: object = {}): Promise<Data> {
    const answer = await fetch(`${this.#url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#token}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await answer.json()) as Answer<Data>;
    if (errors !== undefined || data === undefined) {
      throw new Error(`${query}\n${JSON.stringify(variables)}\n${JSON.stringify(errors)}`);
    }
    return data;
  }

  /** Sends a mutation with one `input`, which must not be refused; returns its payload. */
  async write<Payload>(mutation: string, selection: string, input: object): Promise<Payload> {
    const whole = { clientMutationId: randomUUID(), ...input };
    const data = await this.ask<Record<string, Payload & { userErrors: readonly UserError[] }>>(
      documentOf(mutation, selection),
      { input: whole },
    );
    const payload = data[mutation];
    const refusal = payload?.userErrors[0];
    if (payload === undefined || refusal !== undefined) {
      throw new Error(`${mutation}: ${refusal?.code} ${refusal?.message}`);
    }
    return payload;
  }
}

/** Mutations whose input is named by the kind of thing, not after themselves. */
const sharedInputs: Readonly<Record<string, string>> = {
  archiveBoard: 'BoardIdInput',
  restoreBoard: 'BoardIdInput',
  archiveCard: 'CardIdInput',
  restoreCard: 'CardIdInput',
};

function documentOf(mutation: string, selection: string): string {
  const own = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const input = sharedInputs[mutation] ?? own;
  return `mutation ($input: ${input}!) {
    ${mutation}(input: $input) { ${selection} userErrors { code message } }
  }`;
}
