import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';

/** A path in a setting, where `~` stands for the home directory. */
export function withHome(path: string): string {
  return path.replace(/^~(?=[/\\])/u, homedir());
}

/** Reads a certificate or key that a setting names. */
export async function readPem(path: string | undefined): Promise<string | undefined> {
  return path === undefined ? undefined : readFile(withHome(path), 'utf8');
}
