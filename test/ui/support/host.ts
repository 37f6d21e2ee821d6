/** The test's end of the channel into the extension host. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { build } from 'esbuild';
import type * as vscode from 'vscode';
import { root } from '../../rig/directories';
import { waitFor } from '../../rig/wait';
import { channelVariables, type Reply } from './calls';

/** Runs in the extension host: it can use nothing of the test file but its argument. */
type HostFunction<A, R> = (api: typeof vscode, argument: A) => R | PromiseLike<R>;

/** The channel's extension, not yet running. */
export interface Channel {
  /** The directory of the extension. */
  readonly extension: string;
  /** What the extension needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Waits until the extension runs, and once more after the window was loaded again. */
  connect(): Promise<Evaluate>;
}

/** Calls a function in the extension host. What goes in and comes out passes as JSON. */
export type Evaluate = <R, A = undefined>(fn: HostFunction<A, R>, argument?: A) => Promise<R>;

const startTimeoutMs = 90_000;

/** Prepares the extension in `directory`. */
export async function prepareChannel(directory: string): Promise<Channel> {
  const extension = join(directory, 'test-channel');
  const file = join(directory, 'channel');
  const token = randomBytes(16).toString('hex');
  await mkdir(extension, { recursive: true });
  await writeFile(join(extension, 'package.json'), JSON.stringify(manifest));
  await build({
    entryPoints: [join(root, 'test/ui/support/channel.ts')],
    outfile: join(extension, 'channel.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
  });
  return {
    extension,
    env: { [channelVariables.file]: file, [channelVariables.token]: token },
    connect: async () => {
      const port = await waitFor(async () => Number(await readFile(file, 'utf8')) || undefined, {
        what: 'The extension host',
        timeoutMs: startTimeoutMs,
      });
      // The next start of the extension host writes its own.
      await rm(file);
      return (fn, argument) => call(port, token, fn.toString(), argument);
    },
  };
}

const manifest = {
  name: 'test-channel',
  publisher: 'runlens',
  version: '1.0.0',
  engines: { vscode: '^1.103.0' },
  main: './channel.js',
  activationEvents: ['*'],
  capabilities: { untrustedWorkspaces: { supported: true } },
};

async function call<R>(port: number, token: string, code: string, argument: unknown): Promise<R> {
  const response = await fetch(`http://127.0.0.1:${port}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ code, argument }),
  });
  const reply = (await response.json()) as Reply;
  if ('error' in reply) {
    throw new Error(`In the extension host: ${reply.error}`);
  }
  return reply.value as R;
}
