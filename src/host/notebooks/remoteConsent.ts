import * as v from 'valibot';
import * as vscode from 'vscode';
import { withoutIcons } from '../../core/text/safeText';

const AGREED = 'runlens.notebooks.credentialsForServers';

const PairsSchema = v.fallback(v.array(v.string()), []);

/** Whether the credentials of a tracking server may go to a Jupyter server: the person says it once for each two. */
export class RemoteConsent {
  private readonly refused = new Set<string>();

  constructor(private readonly memory: vscode.Memento) {}

  /** A refusal lasts until the window is reloaded. */
  async ask(jupyterServer: string, trackingUri: string): Promise<boolean> {
    const [from, to] = [trackingUri, jupyterServer].map(originOf);
    const pair = `${from ?? ''} ${to ?? ''}`;
    if (from === undefined || to === undefined || this.refused.has(pair)) {
      return false;
    }
    return this.agreed.includes(pair) || this.askNow(pair, from, to);
  }

  private get agreed(): readonly string[] {
    return v.parse(PairsSchema, this.memory.get(AGREED));
  }

  private async askNow(pair: string, from: string, to: string): Promise<boolean> {
    const send = vscode.l10n.t('Send Credentials');
    const question = vscode.l10n.t(
      'Kernels of {0} need your credentials for {1} to log there. Whoever runs the Jupyter server can read them.',
      withoutIcons(to, 100),
      withoutIcons(from, 100),
    );
    const answer = await vscode.window.showWarningMessage(question, send, vscode.l10n.t('Don’t Send'));
    if (answer === send) {
      await this.memory.update(AGREED, [...this.agreed, pair]);
      return true;
    }
    this.refused.add(pair);
    return false;
  }
}

function originOf(uri: string): string | undefined {
  return URL.canParse(uri) ? new URL(uri).origin : undefined;
}
