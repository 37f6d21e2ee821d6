/** The servers that tests share, each started when a test wants it. */
import type { Disposable } from './cleanup';

/** Servers that run, and the environment variables that tell a test where. */
export interface RunningServices extends Disposable {
  readonly env: Readonly<Record<string, string>>;
}

/** Starts every service that is wanted by the name of its variable. */
export function startServices(wanted: (variable: string) => boolean): Promise<RunningServices> {
  if (wanted('RUNLENS_TEST_')) {
    throw new Error('no servers yet');
  }
  return Promise.resolve({ env: {}, dispose: () => Promise.resolve() });
}
