/** Puts TLS in front of a server, with certificates of a private authority. */
import { readFile, writeFile } from 'node:fs/promises';
import { request, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { registerCleanup, type Disposable } from './cleanup';
import { runCommand } from './commands';
import { temporaryDirectory } from './directories';
import { listenOn, loopback } from './net';
import { ensureSystem } from './system';

/** A name in the server's certificate that no resolver knows: only a proxy leads there. */
export const outsideName = 'mlflow.test';

interface TlsOptions {
  /** The plain HTTP server behind it. */
  readonly target: string;
  /** Refuses clients without a certificate of the same authority. */
  readonly clientCertificate?: boolean;
}

/** A server that speaks TLS. The paths are those of PEM files. */
export interface TlsServer extends Disposable {
  readonly uri: string;
  /** The authority's certificate, which no system trusts. */
  readonly ca: string;
  /** A client's certificate and its key in one file, as `MLFLOW_TRACKING_CLIENT_CERT_PATH` wants them. */
  readonly client: string;
}

/** Starts the TLS server. */
export async function startTls(options: TlsOptions): Promise<TlsServer> {
  const directory = await temporaryDirectory('tls');
  await makeCertificates(directory.path);
  const [key, cert, ca] = await Promise.all(
    ['server.key', 'server.crt', 'ca.crt'].map(async (name) => readFile(join(directory.path, name))),
  );
  const server = createServer(
    { key, cert, ca, requestCert: options.clientCertificate ?? false, rejectUnauthorized: true },
    (incoming, outgoing) => {
      forward(options.target, incoming, outgoing);
    },
  );
  const port = await listenOn(server);
  const dispose = registerCleanup(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
    await directory.dispose();
  });
  const uri = `https://${loopback}:${port}${new URL(options.target).pathname.replace(/\/$/, '')}`;
  return { uri, ca: join(directory.path, 'ca.crt'), client: join(directory.path, 'client.pem'), dispose };
}

function forward(target: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { hostname, port } = new URL(target);
  const { socket } = incoming;
  // A test can see at the other end which certificate has arrived.
  const subject = socket instanceof TLSSocket ? (socket.getPeerX509Certificate()?.subject ?? '') : '';
  const headers = { ...incoming.headers, host: `${hostname}:${port}`, 'x-client-certificate': subject };
  const proxied = request({ hostname, port, method: incoming.method, path: incoming.url, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  proxied.on('error', (error) => {
    outgoing.destroy(error);
  });
  incoming.pipe(proxied);
}

async function makeCertificates(directory: string): Promise<void> {
  await ensureSystem('openssl');
  const run = async (...args: readonly string[]): Promise<string> => runCommand('openssl', args, { cwd: directory });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const authority = ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=keyCertSign,cRLSign'];
  await run(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'ca.key',
    '-out',
    'ca.crt',
    '-days',
    '2',
    '-subj',
    '/CN=Rig CA',
    ...authority,
  );
  for (const [name, extensions] of [
    ['server', `subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:${outsideName}\nextendedKeyUsage=serverAuth`],
    ['client', 'extendedKeyUsage=clientAuth'],
  ] as const) {
    await writeFile(join(directory, `${name}.ext`), extensions);
    await run('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    const signer = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', `${name}.ext`];
    await run('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.crt`, '-days', '2', ...signer);
  }
  const client = await Promise.all(['client.crt', 'client.key'].map(async (name) => readFile(join(directory, name))));
  await writeFile(join(directory, 'client.pem'), Buffer.concat(client));
}
