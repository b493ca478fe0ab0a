/** Three people with accounts, tokens and sessions, made once a worker and copied for each test. */
import type { BrowserContextOptions } from '@playwright/test';
import { Cairn } from './cairn.ts';
import { names, Person, password, type Username, usernames } from './person.ts';

type StorageState = Exclude<BrowserContextOptions['storageState'], string | undefined>;

export interface Community {
  /** The folder to copy. */
  readonly folder: string;
  readonly tokens: Readonly<Record<Username, string>>;
  /** A browser's cookies after each of them signed in; cookies do not mind another port. */
  readonly sessions: Readonly<Record<Username, StorageState>>;
}

/** The returned server is stopped; whoever asked for it removes it. */
export async function makeCommunity(): Promise<{ cairn: Cairn; community: Community }> {
  const cairn = await Cairn.create();
  const tokens: Partial<Record<Username, string>> = {};
  for (const username of usernames) tokens[username] = await addPerson(cairn, username);
  await cairn.start();
  const sessions: Partial<Record<Username, StorageState>> = {};
  for (const username of usernames) sessions[username] = await signIn(cairn, username);
  await cairn.stop();
  const { folder } = cairn;
  return {
    cairn,
    community: {
      folder,
      tokens: tokens as Community['tokens'],
      sessions: sessions as Community['sessions'],
    },
  };
}

export function personOf(username: Username, cairn: Cairn, community: Community): Person {
  return new Person(username, cairn.url, community.tokens[username]);
}

async function addPerson(cairn: Cairn, username: Username): Promise<string> {
  const isFirst = username === usernames[0];
  const flags = ['--display-name', names[username], ...(isFirst ? ['--admin'] : [])];
  await cairn.run(['user', 'add', username, ...flags, '--password-stdin'], password);
  const printed = await cairn.run(['token', 'add', username]);
  return printed.trim().split('\n').at(-1) ?? '';
}

async function signIn(cairn: Cairn, username: Username): Promise<StorageState> {
  const answer = await fetch(`${cairn.url}/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: cairn.url },
    body: JSON.stringify({ username, password }),
  });
  const [name, value] = (answer.headers.getSetCookie()[0] ?? '').split(';')[0]?.split('=') ?? [];
  if (answer.status !== 204 || name === undefined || value === undefined) {
    throw new Error(`${username} could not sign in: ${answer.status}`);
  }
  const cookie = { name, value, domain: '127.0.0.1', path: '/', expires: -1, httpOnly: true };
  return { cookies: [{ ...cookie, secure: false, sameSite: 'Lax' }], origins: [] };
}
