import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { openGate, type Gate } from '../../../scripts/demo/gate';

const key = Buffer.alloc(32, 5);
const open: { dispose: () => Promise<void> }[] = [];

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push({
    dispose: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  });
  return (server.address() as AddressInfo).port;
}

/** A server that answers with what it was asked, and echoes on upgraded sockets. */
async function startTarget(): Promise<number> {
  const server = createServer((request, reply) => {
    request.pipe(reply.writeHead(203, { 'x-asked': `${request.method} ${request.url} ${request.headers.host}` }));
  });
  server.on('upgrade', (_request, socket, head) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    socket.write(head);
    socket.pipe(socket);
  });
  return listen(server);
}

async function gateTo(target: number, port = 0, orAnother = false): Promise<Gate> {
  const gate = await openGate({ target, port, orAnother, key });
  open.push(gate);
  return gate;
}

afterEach(async () => {
  for (const each of open.splice(0).reverse()) {
    await each.dispose();
  }
});

describe('openGate', () => {
  it('passes requests on as they are, with the host that the browser named', async () => {
    const gate = await gateTo(await startTarget());
    const reply = await fetch(`${gate.url}/some/path?x=1`, { method: 'PUT', body: 'what was sent' });
    expect(reply.status).toBe(203);
    expect(reply.headers.get('x-asked')).toBe(`PUT /some/path?x=1 ${new URL(gate.url).host}`);
    expect(await reply.text()).toBe('what was sent');
  });

  it("answers the request for the secrets' key itself, the same each time", async () => {
    const gate = await gateTo(await startTarget());
    for (const path of ['/mint-key', '/stable/mint-key?x']) {
      const reply = await fetch(gate.url + path, { method: 'POST' });
      expect(Buffer.from(await reply.arrayBuffer())).toEqual(key);
    }
  });

  it('passes sockets on in both directions, and ends them when it is closed', async () => {
    const gate = await gateTo(await startTarget());
    const socket = connect(Number(new URL(gate.url).port), '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nping');
    let received = '';
    for await (const chunk of socket) {
      received += String(chunk);
      if (received.endsWith('ping')) {
        void gate.dispose();
      }
    }
    expect(received).toMatch(/^HTTP\/1.1 101 /);
  });

  it('closes the connection when nothing listens behind it', async () => {
    const target = await startTarget();
    await open.pop()?.dispose();
    const gate = await gateTo(target);
    await expect(fetch(gate.url)).rejects.toThrow();
  });

  it('takes another port when the usual one is taken, and says so when a person chose it', async () => {
    const taken = await startTarget();
    const gate = await gateTo(taken, taken, true);
    expect(new URL(gate.url).port).not.toBe(String(taken));
    await expect(gateTo(taken, taken)).rejects.toThrow(/Port \d+ is taken. Choose another with --port/);
  });
});
