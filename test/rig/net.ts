/** Loopback networking shared by the servers of the rig. */
import { createServer, type AddressInfo, type Server } from 'node:net';

/** The only address that anything in the rig listens on. */
export const loopback = '127.0.0.1';

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listenOn(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Listens on a free loopback port and returns it. */
export async function listenOn(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, loopback, resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** True once `url` answers with a 2xx status. */
export async function answers(url: string, timeoutMs = 2000): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  await response.body?.cancel();
  return response.ok;
}
