/**
 * The address that a person's browser opens. It passes everything on to the VS Code server, except for the one request
 * that the bare server does not answer: the browser's half of the key that secrets are kept under.
 */
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { registerCleanup, type Disposable } from '../../test/rig/cleanup';
import { loopback } from '../../test/rig/net';

/** An open gate. */
export interface Gate extends Disposable {
  readonly url: string;
}

interface GateOptions {
  /** The port of the VS Code server on loopback. */
  readonly target: number;
  /** The port to listen on. */
  readonly port: number;
  /** Listen on any free port when this one is taken. */
  readonly orAnother: boolean;
  /** The server's half of the key: the same one at every start, or what the browser keeps can't be read again. */
  readonly key: Buffer;
}

/** Opens a gate in front of a VS Code server. */
export async function openGate(options: GateOptions): Promise<Gate> {
  const sockets = new Set<Duplex>();
  const server = createServer((incoming, reply) => {
    if (incoming.method === 'POST' && incoming.url?.split('?')[0]?.endsWith('/mint-key')) {
      incoming.resume();
      reply.writeHead(200, { 'content-type': 'application/octet-stream' }).end(options.key);
    } else {
      passOn(incoming, reply, options.target);
    }
  });
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    passSocketOn(incoming, socket, head, options.target);
  });
  const port = await listen(server, options);
  return { url: `http://${loopback}:${port}`, dispose: registerCleanup(() => close(server, sockets)) };
}

function passOn(incoming: IncomingMessage, reply: ServerResponse, port: number): void {
  const { method, url, headers } = incoming;
  const outgoing = request({ host: loopback, port, method, path: url, headers }, (answer) => {
    reply.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(reply);
    answer.on('error', () => reply.destroy());
  });
  outgoing.on('error', () => reply.destroy());
  reply.on('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}

function passSocketOn(incoming: IncomingMessage, socket: Duplex, head: Buffer, port: number): void {
  const outgoing = connect(port, loopback, () => {
    outgoing.write(headOf(incoming));
    outgoing.write(head);
    socket.pipe(outgoing).pipe(socket);
  });
  outgoing.on('error', () => socket.destroy());
  socket.on('error', () => outgoing.destroy());
  socket.on('close', () => outgoing.destroy());
  outgoing.on('close', () => socket.destroy());
}

function headOf(incoming: IncomingMessage): string {
  const lines = [`${incoming.method ?? 'GET'} ${incoming.url ?? '/'} HTTP/1.1`];
  for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
    lines.push(`${incoming.rawHeaders[index] ?? ''}: ${incoming.rawHeaders[index + 1] ?? ''}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}

async function listen(server: Server, options: GateOptions): Promise<number> {
  try {
    return await listenOn(server, options.port);
  } catch (error) {
    if (!isTaken(error)) {
      throw error;
    }
    if (!options.orAnother) {
      throw new Error(`Port ${options.port} is taken. Choose another with --port, or leave it out.`, { cause: error });
    }
    return listenOn(server, 0);
  }
}

async function listenOn(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, loopback, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

async function close(server: Server, sockets: ReadonlySet<Duplex>): Promise<void> {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
    // Sockets that were upgraded are no connections of the server any more, yet it waits for them.
    sockets.forEach((socket) => socket.destroy());
  });
}
