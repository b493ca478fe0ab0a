/** The server's process, with a folder and a database of its own: started, killed, started again. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as after } from 'node:timers/promises';

/** How long the server may take to be ready, in milliseconds: machines that test are busy. */
const patience = 20_000;

export class Cairn {
  /** The same through every restart. */
  readonly url: string;
  readonly folder: string;
  readonly #port: number;
  #process: ChildProcessWithoutNullStreams | null = null;
  #printed = '';
  #logged = '';

  private constructor(folder: string, port: number) {
    this.folder = folder;
    this.#port = port;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** A server that does not run yet, on an empty folder or on a copy of another server's. */
  static async create(copyOf?: string): Promise<Cairn> {
    const folder = await mkdtemp(join(tmpdir(), 'cairn-browser-'));
    if (copyOf !== undefined) await cp(copyOf, folder, { recursive: true });
    return new Cairn(folder, await freePort());
  }

  /** Starts it, or starts it again at its old address; returns when it can serve. */
  async start(): Promise<void> {
    const child = this.#spawn(['serve']);
    this.#process = child;
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      this.#printed += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      this.#logged += chunk;
    });
    const deadline = Date.now() + patience;
    while (!(await this.#isReady())) {
      if (child.exitCode !== null || Date.now() > deadline) {
        throw new Error(`the server did not start:\n${this.#logged}`);
      }
      await after(20);
    }
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ends it as an operator would; it says goodbye to its sockets first. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** Ends it for good. */
  async remove(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Runs a command beside the server; returns what it printed. It must succeed. */
  async run(commandLine: readonly string[], input = ''): Promise<string> {
    const child = this.#spawn(commandLine);
    child.stdin.end(input);
    const [printed, complaints, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ]);
    if (status !== 0) throw new Error(`cairn ${commandLine.join(' ')}: ${status}\n${complaints}`);
    return printed;
  }

  /** The one-time link of a server without any account, as `serve` prints it: perhaps a moment after it can serve. */
  async setupPath(): Promise<string> {
    const deadline = Date.now() + patience;
    for (;;) {
      const link = /https?:\/\/\S+\/setup\?token=\S+(?=\s)/.exec(this.#printed);
      if (link !== null) {
        const { pathname, search } = new URL(link[0]);
        return pathname + search;
      }
      if (Date.now() > deadline) throw new Error(`no setup link was printed:\n${this.#printed}`);
      await after(20);
    }
  }

  /** What the server calls an error of its own, line by line; empty when all is well. */
  errors(): readonly string[] {
    return this.#logged.split('\n').filter((line) => /\bERROR\b|panicked/.test(line));
  }

  #spawn(commandLine: readonly string[]): ChildProcessWithoutNullStreams {
    const binary = process.env['CAIRN_BINARY'];
    if (!binary) throw new Error('CAIRN_BINARY must say where the server is.');
    return spawn(resolve(binary), commandLine, {
      cwd: this.folder,
      env: {
        PATH: process.env['PATH'],
        CAIRN_LISTEN: `127.0.0.1:${this.#port}`,
        CAIRN_DATA_DIR: join(this.folder, 'data'),
        CAIRN_LOG: 'warn',
      },
      stdio: 'pipe',
    });
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  async #isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/readyz`)).ok;
    } catch {
      return false;
    }
  }
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
