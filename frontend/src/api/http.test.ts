import { afterEach, describe, expect, it, vi } from 'vitest';
import { SyncBoardHeadDocument, SyncOpenBoardDocument } from './generated/graphql';
import { askEarly, forgetEarly, http } from './http';

const answerWith = (response: () => Response | Promise<Response>) =>
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => response()),
  );

const ask = () => http.execute(SyncBoardHeadDocument, { id: 'board' });

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a request', () => {
  it('gives the data of an answer', async () => {
    answerWith(() => Response.json({ data: { viewer: null, board: null } }));
    expect(await ask()).toEqual({ viewer: null, board: null });
  });

  it('fails with the code of the first error, and with how long to wait', async () => {
    const errors = [{ message: 'Slowly.', extensions: { code: 'RATE_LIMITED' } }];
    answerWith(() => Response.json({ errors }, { status: 429, headers: { 'retry-after': '3' } }));
    await expect(ask()).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      message: 'Slowly.',
      retryAfter: 3000,
    });
  });

  it.each([
    [401, 'UNAUTHENTICATED'],
    [403, 'FORBIDDEN'],
    [404, 'NOT_FOUND'],
    [413, 'BAD_REQUEST'],
    [429, 'RATE_LIMITED'],
    [500, 'INTERNAL'],
    [502, 'UNAVAILABLE'],
    [503, 'UNAVAILABLE'],
  ])('takes a bare %d for %s', async (status, code) => {
    answerWith(() => new Response('<html></html>', { status }));
    await expect(ask()).rejects.toMatchObject({ code, retryAfter: null });
  });

  it('takes an unknown code for INTERNAL', async () => {
    answerWith(() => Response.json({ errors: [{ message: 'New.', extensions: { code: 'NEW' } }] }));
    await expect(ask()).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  it('fails with NETWORK where no answer comes', async () => {
    answerWith(() => Promise.reject(new TypeError('Failed to fetch')));
    await expect(ask()).rejects.toMatchObject({ code: 'NETWORK' });
  });

  it('whose answer is kept is a GET that the browser revalidates', async () => {
    answerWith(() => Response.json({ data: { board: null } }));
    await http.execute(SyncOpenBoardDocument, { key: 'RL' }, undefined, 'kept');
    const [address, request] = vi.mocked(fetch).mock.calls[0] ?? [];
    expect(request).toMatchObject({ cache: 'no-cache' });
    expect(request).not.toHaveProperty('body');
    const asked = new URL(String(address), 'http://cairn.test').searchParams;
    expect(asked.get('query')).toBe(SyncOpenBoardDocument.toString());
    expect(asked.get('variables')).toBe('{"key":"RL"}');
  });

  it('that is too long for an address is posted', async () => {
    answerWith(() => Response.json({ data: { board: null } }));
    const key = 'R'.repeat(8000);
    await http.execute(SyncOpenBoardDocument, { key }, undefined, 'kept');
    expect(vi.mocked(fetch).mock.calls[0]).toMatchObject(['/graphql', { method: 'POST' }]);
  });

  it('asked early is answered once with what came then', async () => {
    answerWith(() => Response.json({ data: { board: null } }));
    const open = () => http.execute(SyncOpenBoardDocument, { key: 'RL' }, undefined, 'kept');
    askEarly(SyncOpenBoardDocument, { key: 'RL' });
    expect(await open()).toEqual({ board: null });
    expect(fetch).toHaveBeenCalledTimes(1);
    await open();
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('asked early by somebody else is asked again', async () => {
    answerWith(() => Response.json({ data: { board: null } }));
    askEarly(SyncOpenBoardDocument, { key: 'RL' });
    forgetEarly();
    await http.execute(SyncOpenBoardDocument, { key: 'RL' }, undefined, 'kept');
    expect(fetch).toHaveBeenCalledTimes(2);
  });
});
