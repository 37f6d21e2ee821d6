/** Starts the rig's servers, each in a process group of its own, so that exactly that group can be ended. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { registerCleanup, type Disposable } from './cleanup';

interface StartOptions {
  /** How the process is called in messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment: nothing is inherited, see `cleanEnvironment`. */
  readonly env: NodeJS.ProcessEnv;
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly stopSignal?: NodeJS.Signals;
}

/** A server process of the rig. */
export interface RunningProcess extends Disposable {
  /** What it has printed so far, the newest 200 kB of it. */
  readonly log: () => string;
  /** Throws, with the end of the log, when the process has ended. */
  readonly assertAlive: () => void;
}

// The command takes over the shell's pid, which is the group's id. The guard beside it reads a pipe of ours: when this
// process is gone, for whatever reason, the pipe closes and the guard ends the group.
const guarded = `exec 3<&0
(trap '' TERM INT; cat <&3; kill -TERM -$$; sleep 10; kill -KILL -$$) >/dev/null 2>&1 &
exec 3<&-
exec "$@" </dev/null`;

const keptLog = 200_000;

/** Starts a process; `dispose` ends it and everything that it started. */
export function startProcess(options: StartOptions): RunningProcess {
  const child = spawn('/bin/sh', ['-c', guarded, options.name, options.command, ...options.args], {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...options.user,
  });
  let log = '';
  const keep = (chunk: Buffer): void => {
    log = (log + chunk.toString()).slice(-keptLog);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.stdin.on('error', () => undefined);
  let failure: string | undefined;
  child.once('error', (error) => (failure = error.message));
  child.once('exit', (code, signal) => (failure = `it ended with ${signal ?? `code ${code ?? '?'}`}`));
  return {
    log: () => log,
    assertAlive: () => {
      if (failure !== undefined) {
        throw new Error(`${options.name}: ${failure}\n${log.slice(-4000)}`);
      }
    },
    dispose: registerCleanup(() => end(child, options.stopSignal ?? 'SIGTERM')),
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const group = child.pid;
  if (group === undefined) {
    return;
  }
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    signalGroup(group, signal);
    await Promise.race([exited, delay(10_000, undefined, { ref: false })]);
  }
  // The guard is still a member, so the group's id cannot have passed to anyone else.
  signalGroup(group, 'SIGKILL');
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) {
      throw error;
    }
  }
}

const inherited = ['PATH', 'LANG', 'LC_ALL', 'TMPDIR', 'USER', 'LOGNAME', 'SHELL', 'TZ'];

/**
 * An environment without the developer's own settings: no MLflow, cloud or proxy variables, and a home directory of its
 * own, so that no test reads or writes the real one.
 */
export function cleanEnvironment(home: string, extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const kept = inherited.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), HOME: home, NO_PROXY: '127.0.0.1,localhost', ...extra };
}
