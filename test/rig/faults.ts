/** Stands between a client and a server and breaks what passes. Needs nothing but Node. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { pass, send, type Exchange, type Fault } from './fault';

/** A request that has arrived. */
interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

/** A server that passes on whatever no fault is set for. */
export interface FaultServer {
  readonly uri: string;
  /** Everything that has arrived, in order. */
  readonly requests: readonly SeenRequest[];
  /** Breaks requests whose path matches: the next `times`, or all until `clear`. The newest fault comes first. */
  add(fault: Fault, options?: { readonly path?: RegExp; readonly times?: number }): void;
  /** Takes away all faults. */
  clear(): void;
  dispose(): Promise<void>;
}

interface Rule {
  readonly path: RegExp;
  readonly fault: Fault;
  left: number;
}

/** Starts the server in front of `target`. Faults that answer by themselves need no target. */
export async function startFaults(target?: string): Promise<FaultServer> {
  const requests: SeenRequest[] = [];
  const rules: Rule[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '/';
    requests.push({ method: incoming.method ?? '', path, headers: incoming.headers });
    const exchange = { target, incoming, outgoing };
    answer(takeFault(rules, path), exchange).catch(() => outgoing.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    add: (fault, { path = /^/, times = Infinity } = {}) => {
      rules.push({ path, fault, left: times });
    },
    clear: () => {
      rules.length = 0;
    },
    dispose: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      sockets.forEach((socket) => socket.destroy());
      await closed;
    },
  };
}

async function answer(fault: Fault | undefined, exchange: Exchange): Promise<void> {
  if (fault) {
    await fault(exchange);
  } else {
    send(exchange.outgoing, await pass(exchange));
  }
}

function takeFault(rules: readonly Rule[], path: string): Fault | undefined {
  const rule = rules.findLast((each) => each.left > 0 && each.path.test(path));
  if (rule) {
    rule.left -= 1;
  }
  return rule?.fault;
}
