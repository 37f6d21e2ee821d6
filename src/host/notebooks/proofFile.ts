import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A file with a word that nobody else knows, which this person alone may read. Who can tell the word sees this machine's
 * files, and so runs on it: a server elsewhere can claim that and not prove it.
 */
export async function withProofFile<T>(work: (path: string, word: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'runlens-proof-'));
  try {
    const path = join(directory, 'word');
    const word = randomUUID();
    await writeFile(path, word, { mode: 0o600 });
    return await work(path, word);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
