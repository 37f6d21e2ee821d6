/** A proxy that passes TLS through (`CONNECT`). Needs nothing but Node. */
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** A running proxy. */
export interface ConnectProxy {
  readonly uri: string;
  /** `host:port` of each tunnel that was asked for, with what it was asked with. */
  readonly tunnels: readonly { readonly to: string; readonly authorization: string | undefined }[];
  dispose(): Promise<void>;
}

/** Starts a proxy that leads every name to the same port of this machine. */
export async function startProxy(): Promise<ConnectProxy> {
  const tunnels: { to: string; authorization: string | undefined }[] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((_incoming, outgoing) => {
    outgoing.writeHead(405).end();
  });
  server.on('connection', keep);
  server.on('connect', (request, socket: Socket, head) => {
    const { url = '', headers } = request;
    tunnels.push({ to: url, authorization: headers['proxy-authorization'] });
    const target = connect(Number(url.split(':').pop()), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      target.write(head);
      target.pipe(socket);
      socket.pipe(target);
    });
    keep(target);
    target.on('close', () => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tunnels,
    dispose: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      sockets.forEach((socket) => socket.destroy());
      await closed;
    },
  };
}
