/** Starts a PostgreSQL server with a cluster of its own. */
import { chown } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disposable } from './cleanup';
import { runCommand } from './commands';
import { temporaryDirectory } from './directories';
import { freePort, loopback } from './net';
import { cleanEnvironment, startProcess } from './processes';
import { ensureSystem, findPostgres } from './system';
import { waitFor } from './wait';

/** A PostgreSQL server. */
export interface Postgres extends Disposable {
  /** The address of an empty database, as SQLAlchemy writes it. */
  readonly uri: string;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Creates a cluster in a temporary directory and starts it. */
export async function startPostgres(): Promise<Postgres> {
  await ensureSystem('postgresql');
  const bin = findPostgres() ?? '';
  const directory = await temporaryDirectory('pg');
  const account = await serverAccount();
  if (account) {
    await chown(directory.path, account.uid, account.gid);
  }
  const port = await freePort();
  const data = join(directory.path, 'data');
  const where = { cwd: directory.path, env: cleanEnvironment(directory.path), ...account };
  const initialise = ['-D', data, '-U', 'postgres', '--auth', 'trust', '--no-sync', '--encoding', 'UTF8'];
  await runCommand(join(bin, 'initdb'), initialise, where);
  const server = startProcess({
    name: 'PostgreSQL',
    command: join(bin, 'postgres'),
    args: ['-D', data, '-h', loopback, '-p', String(port), '-k', directory.path, '-c', 'fsync=off'],
    cwd: directory.path,
    env: where.env,
    ...(account ? { user: account } : {}),
    // The fast shutdown, which does not wait for clients.
    stopSignal: 'SIGINT',
  });
  const dispose = async (): Promise<void> => {
    await server.dispose();
    await directory.dispose();
  };
  try {
    const ready = ['-h', loopback, '-p', String(port), '-U', 'postgres'];
    await waitFor(async () => (await runCommand(join(bin, 'pg_isready'), ready)) !== '', {
      what: 'PostgreSQL',
      timeoutMs: 60_000,
      stillPossible: server.assertAlive,
    });
  } catch (error) {
    await dispose();
    throw error;
  }
  return { uri: `postgresql+psycopg2://postgres@${loopback}:${port}/postgres`, dispose };
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
async function serverAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => runCommand('id', [flag, 'postgres'])));
  return { uid: Number(uid), gid: Number(gid) };
}
