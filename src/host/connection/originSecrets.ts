import type * as vscode from 'vscode';
import type { KeyValue } from '../../core/mlflow/entities';
import type { Credentials } from '../../core/mlflow/rest/options';
import {
  formatOriginSecret,
  parseOriginSecret,
  secretKey,
  type OriginSecret,
} from '../../core/connection/originSecret';

/** What the person entered for an origin, in the editor's secret storage. */
export class OriginSecrets {
  constructor(private readonly storage: vscode.SecretStorage) {}

  async read(origin: string): Promise<OriginSecret> {
    return parseOriginSecret(await this.storage.get(secretKey(origin)));
  }

  async setCredentials(origin: string, credentials: Credentials): Promise<void> {
    await this.write(origin, { ...(await this.read(origin)), credentials });
  }

  /** Adds or replaces a header; an empty value removes it. */
  async setHeader(origin: string, header: KeyValue): Promise<void> {
    const secret = await this.read(origin);
    const others = secret.headers.filter(({ key }) => key.toLowerCase() !== header.key.toLowerCase());
    await this.write(origin, { ...secret, headers: header.value === '' ? others : [...others, header] });
  }

  async forget(origin: string): Promise<void> {
    await this.storage.delete(secretKey(origin));
  }

  /** Calls back when what is kept for some origin changed, in this window or another. */
  onDidChange(changed: (isOf: (origin: string) => boolean) => void): vscode.Disposable {
    return this.storage.onDidChange(({ key }) => {
      changed((origin) => secretKey(origin) === key);
    });
  }

  private async write(origin: string, secret: OriginSecret): Promise<void> {
    const text = formatOriginSecret(secret);
    await (text === undefined ? this.forget(origin) : this.storage.store(secretKey(origin), text));
  }
}
