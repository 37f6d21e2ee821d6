import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const INTERVAL_MS = 200;

/** Resolves when the server on the loopback port answers 200 at the path; rejects when `signal` aborts. */
export async function waitUntilHealthy(port: number, path: string, signal: AbortSignal): Promise<void> {
  while (!(await isHealthy(port, path))) {
    await delay(INTERVAL_MS, undefined, { signal });
  }
  signal.throwIfAborted();
}

function isHealthy(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path, timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => {
      resolve(false);
    });
  });
}
