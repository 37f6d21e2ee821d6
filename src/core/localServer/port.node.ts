import { createServer } from 'node:net';

/** `preferred` when nothing listens there, else a free port of the loopback interface. */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred !== undefined) {
    return listenOnce(preferred).catch(() => listenOnce(0));
  }
  return listenOnce(0);
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  });
}
