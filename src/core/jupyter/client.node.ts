import type { KernelConnection as Connection, ServerConnection as ConnectionTypes } from '@jupyterlab/services';
import * as v from 'valibot';
import type { Fetch } from '../mlflow/rest/options';
import { thrownFailure } from '../mlflow/rest/thrownFailure';
import { singleLine } from '../text/safeText';
import { JupyterError } from './errors';
import type { KernelSpec } from './savedServers';
import { serverFetch } from './serverFetch.node';

/** Where a Jupyter server is, and how it is talked to. */
export interface ServerAccess {
  /** Ends with a slash. */
  readonly baseUrl: string;
  readonly token: string;
  readonly fetch: Fetch;
  /** Options of TLS for the kernels' connections: `ca`, `rejectUnauthorized`. */
  readonly tls?: { readonly ca?: string; readonly rejectUnauthorized?: boolean };
}

/** A kernel's session: the kernel, and the path of the notebook that it belongs to. */
export interface SessionModel {
  readonly id: string;
  readonly path: string;
  readonly kernelId: string;
  readonly kernelName: string;
}

type Services = Awaited<ReturnType<typeof loadServices>>;

async function loadServices() {
  const { KernelConnection, KernelSpecAPI, ServerConnection, SessionAPI, WebSocket } =
    await import('./services.node.js');
  return { KernelConnection, KernelSpecAPI, ServerConnection, SessionAPI, WebSocket };
}

/** What the last failed request threw: Jupyter's client keeps its text only. */
interface Thrown {
  error: unknown;
}

const SpecsSchema = v.record(
  v.string(),
  v.object({ display_name: v.string(), language: v.optional(v.fallback(v.string(), ''), '') }),
);

// A picture or a table of 50 MB comes as one message.
const MAX_MESSAGE_BYTES = 256_000_000;

/** A Jupyter server, through Jupyter's own client. Each failure is a {@link JupyterError}. */
export class JupyterClient {
  private constructor(
    readonly access: ServerAccess,
    private readonly services: Services,
    private readonly settings: ConnectionTypes.ISettings,
    private readonly thrown: Thrown,
  ) {}

  static async load(access: ServerAccess): Promise<JupyterClient> {
    const services = await loadServices();
    const { token } = access;
    const thrown: Thrown = { error: undefined };
    class KernelSocket extends services.WebSocket {
      constructor(url: string, protocols: string[]) {
        // The token goes into a header: an address ends up in logs.
        const headers = token === '' ? {} : { Authorization: `token ${token}` };
        super(url, protocols, { ...access.tls, headers, maxPayload: MAX_MESSAGE_BYTES, followRedirects: false });
      }
    }
    const settings = services.ServerConnection.makeSettings({
      baseUrl: access.baseUrl,
      token,
      appendToken: false,
      fetch: serverFetch(access.fetch, (error) => (thrown.error = error)),
      WebSocket: KernelSocket as unknown as typeof WebSocket,
      Request,
      Headers,
    });
    return new JupyterClient(access, services, settings, thrown);
  }

  /** The kernels that the server can start, its default first. */
  async specs(): Promise<readonly KernelSpec[]> {
    const found = await this.call('list the kernels', () => this.services.KernelSpecAPI.getSpecs(this.settings));
    const specs = v.parse(
      SpecsSchema,
      Object.fromEntries(Object.entries(found.kernelspecs).filter(([, spec]) => spec !== undefined)),
    );
    return Object.entries(specs)
      .map(([name, spec]) => ({ name, displayName: spec.display_name, language: spec.language }))
      .sort((a, b) => Number(b.name === found.default) - Number(a.name === found.default));
  }

  async sessions(): Promise<readonly SessionModel[]> {
    const sessions = await this.call('list the sessions', () => this.services.SessionAPI.listRunning(this.settings));
    return sessions.flatMap(({ id, path, kernel }) =>
      kernel === null ? [] : [{ id, path, kernelId: kernel.id, kernelName: kernel.name }],
    );
  }

  /** Starts a kernel for the notebook of this path. The server gives the session that the path has, if it has one. */
  async startSession(path: string, kernelName: string): Promise<SessionModel> {
    const name = path.split('/').at(-1) ?? path;
    const options = { path, name, type: 'notebook', kernel: { name: kernelName } };
    const session = await this.call(`start the kernel “${singleLine(kernelName, 80)}”`, () =>
      this.services.SessionAPI.startSession(
        options as Parameters<Services['SessionAPI']['startSession']>[0],
        this.settings,
      ),
    );
    if (session.kernel === null) {
      throw new JupyterError('kernel', `${this.host} started a session without a kernel. Try again.`);
    }
    return { id: session.id, path: session.path, kernelId: session.kernel.id, kernelName: session.kernel.name };
  }

  async endSession(id: string): Promise<void> {
    await this.call('shut the kernel down', () => this.services.SessionAPI.shutdownSession(id, this.settings));
  }

  /** Opens a connection to a kernel. One with the same `clientId` as an earlier one gets what was said meanwhile. */
  connect(kernel: { readonly id: string; readonly name: string }, clientId: string): Connection {
    const { KernelConnection } = this.services;
    return new KernelConnection({ model: kernel, clientId, handleComms: false, serverSettings: this.settings });
  }

  /** Ends the server itself. */
  async shutdownServer(): Promise<void> {
    const { ServerConnection } = this.services;
    await this.call('end the server', () =>
      ServerConnection.makeRequest(`${this.access.baseUrl}api/shutdown`, { method: 'POST' }, this.settings),
    );
  }

  private get host(): string {
    return new URL(this.access.baseUrl).host;
  }

  private async call<T>(action: string, send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      throw this.failure(action, error);
    }
  }

  private failure(action: string, error: unknown): JupyterError {
    const tried = `Couldn’t ${action} of ${this.access.baseUrl}.`;
    if (error instanceof this.services.ServerConnection.ResponseError) {
      return this.answerFailure(tried, error);
    }
    if (error instanceof SyntaxError || error instanceof v.ValiError) {
      const advice = 'Check that the address leads to a Jupyter server.';
      return new JupyterError('not-jupyter', `${tried} ${this.host} gave no answer of Jupyter’s. ${advice}`, error);
    }
    const { baseUrl: url, token } = this.access;
    const cause = error instanceof this.services.ServerConnection.NetworkError ? this.thrown.error : error;
    const peer = { url, host: this.host, credentials: { kind: 'none' } as const, secrets: [token] };
    const { what, advice } = thrownFailure(cause, peer);
    return new JupyterError('unreachable', `${tried} ${what}. ${advice}`, error);
  }

  private answerFailure(tried: string, error: ConnectionTypes.ResponseError): JupyterError {
    const { status } = error.response;
    const said = singleLine(error.message, 300);
    if (status === 401 || status === 403 || (status >= 300 && status < 400)) {
      const advice = 'Enter its token with “MLflow: Connect to a Jupyter Server…”.';
      return new JupyterError('unauthorized', `${tried} ${this.host} refused the token (${status}). ${advice}`, error);
    }
    if (status === 404) {
      const advice = 'Check that the address leads to a Jupyter server, with its path if it has one.';
      return new JupyterError('not-jupyter', `${tried} ${this.host} answered 404 Not Found. ${advice}`, error);
    }
    return new JupyterError('kernel', `${tried} ${this.host} answered ${status}: ${said}`, error);
  }
}
