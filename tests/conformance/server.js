/** The server under test: an address such as http://127.0.0.1:8080 in the environment variable CAIRN_URL. */
const address = process.env.CAIRN_URL;
if (!address) {
  throw new Error('CAIRN_URL is not set: it is the address of a running server');
}

export const httpUrl = new URL('/graphql', address).href;
export const socketUrl = new URL('/graphql/ws', address).href.replace(/^http/, 'ws');
