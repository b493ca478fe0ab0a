import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { CloseCode, createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { socketUrl } from './server.js';

const PROTOCOL = 'graphql-transport-ws';
const INIT = { type: 'connection_init' };
const QUERY = '{ __typename }';

function client(options = {}) {
  return createClient({ url: socketUrl, webSocketImpl: WebSocket, retryAttempts: 0, ...options });
}

/** All results of an operation. */
async function results(connection, query) {
  const all = [];
  for await (const result of connection.iterate({ query })) all.push(result);
  return all;
}

/** Sends messages over a bare socket, and tells how the server closes it. */
async function closeAfter(messages, { protocol = PROTOCOL, binary = false } = {}) {
  const socket = new WebSocket(socketUrl, protocol);
  socket.on('open', () => {
    for (const message of messages) {
      const text = typeof message === 'string' ? message : JSON.stringify(message);
      socket.send(binary ? Buffer.from(text) : text, { binary });
    }
  });
  const [code, reason] = await once(socket, 'close');
  return { code, reason: reason.toString() };
}

test('a query is answered and completed', async () => {
  const connection = client();
  assert.deepEqual(await results(connection, QUERY), [{ data: { __typename: 'Query' } }]);
  assert.deepEqual(await results(connection, 'query Again { again: __typename }'), [
    { data: { again: 'Query' } },
  ]);
  await connection.dispose();
});

test('many operations share a socket', async () => {
  const connection = client();
  const all = await Promise.all(Array.from({ length: 50 }, () => results(connection, QUERY)));
  assert.equal(all.flat().length, 50);
  await connection.dispose();
});

test('a document that cannot run is an error, and the socket goes on', async () => {
  const connection = client({ lazy: false });
  for (const query of ['{', '{ nonsense }', 'subscription { nonsense }']) {
    await assert.rejects(results(connection, query), (errors) => {
      assert.equal(errors[0].extensions.code, 'BAD_REQUEST');
      return true;
    });
  }
  assert.equal((await results(connection, QUERY)).length, 1);
  await connection.dispose();
});

test('mutations are not for sockets', async () => {
  const connection = client();
  await assert.rejects(results(connection, 'mutation { __typename }'));
  await connection.dispose();
});

test('pings keep the client content', async () => {
  const latencies = [];
  let pinged = 0;
  const connection = client({
    lazy: false,
    keepAlive: 50,
    on: {
      ping: () => {
        pinged = Date.now();
      },
      pong: () => latencies.push(Date.now() - pinged),
    },
  });
  await new Promise((resolve) => setTimeout(resolve, 400));
  assert.ok(latencies.length >= 3, `${latencies.length} pongs`);
  await connection.dispose();
});

test('a token that does not hold is forbidden', async () => {
  const connection = client({ connectionParams: { authorization: 'Bearer of-nothing' } });
  await assert.rejects(results(connection, QUERY), (event) => event.code === CloseCode.Forbidden);
});

const EARLY = { type: 'subscribe', id: '1', payload: { query: QUERY } };
const closings = [
  ['no subprotocol', [], { protocol: [] }, CloseCode.SubprotocolNotAcceptable],
  ['no JSON', ['nonsense'], {}, CloseCode.BadRequest],
  ['an unknown type', [INIT, { type: 'start', id: '1' }], {}, CloseCode.BadRequest],
  ['an operation without an id', [INIT, { ...EARLY, id: undefined }], {}, CloseCode.BadRequest],
  ['a binary message', [INIT], { binary: true }, CloseCode.BadRequest],
  ['an operation before the init', [EARLY], {}, CloseCode.Unauthorized],
  ['a second init', [INIT, INIT], {}, CloseCode.TooManyInitialisationRequests],
  ['no init in time', [], {}, CloseCode.ConnectionInitialisationTimeout],
];

for (const [offence, messages, options, code] of closings) {
  test(`${offence} closes with ${code}`, async () => {
    assert.equal((await closeAfter(messages, options)).code, code);
  });
}
