import * as vscode from 'vscode';
import { connectRest } from '../../src/core/store/connect';
import type { TrackingStore } from '../../src/core/store/trackingStore';
import type { CommandTools, Question } from '../../src/host/explorer/commands/commandTools';
import { Disposables } from '../../src/host/shared/disposables';
import type { StoreChange } from '../../src/host/shared/session';
import { StoreEventHub } from '../../src/host/shared/storeEvents';
import { MlflowError } from '../../src/core/mlflow/errors';
import { TestSession } from './explorerRig';

/** A connection to a real server, without the extension's own views and commands. */
export class StoreRig {
  readonly parts = new Disposables();
  readonly session = new TestSession();
  readonly events = this.parts.add(new StoreEventHub());
  readonly log = this.parts.add(vscode.window.createOutputChannel('Store test', { log: true }));
  readonly changes: StoreChange[] = [];
  readonly questions: Question[] = [];
  readonly opened: string[] = [];
  /** While it is true, every request fails as when nothing listens. */
  down = false;

  constructor(readonly uri: string) {
    this.parts.add(this.events.onDidChange((change) => this.changes.push(change)));
  }

  async connect(): Promise<this> {
    const store = await connectRest({
      baseUrl: this.uri,
      credentials: { kind: 'none' },
      headers: [],
      limits: { attemptMs: 20_000, retryMs: 100 },
      fetch: (input, init) =>
        this.down
          ? Promise.reject(
              new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) }),
            )
          : fetch(input, init),
    });
    const info = { id: 'test', label: 'test server', uri: this.uri, source: 'user' } as const;
    this.session.change({ kind: 'connected', info, store });
    return this;
  }

  get store(): TrackingStore {
    const { state } = this.session;
    if (state.kind !== 'connected') {
      throw new Error('Not connected');
    }
    return state.store;
  }

  /** The server stops answering; what is there stays. */
  becomeStale(): void {
    const { state } = this.session;
    if (state.kind === 'connected') {
      const error = new MlflowError('refused', 'Nothing answers.', { action: 'search runs', url: this.uri });
      const now = Date.now();
      this.session.change({ ...state, stale: { error, since: now - 130_000, nextTry: now + 18_000 } });
    }
  }

  /** What commands work with; the person's answer to questions is `answer`. */
  tools(answer = true): CommandTools {
    return {
      session: this.session,
      events: this.events,
      log: this.log,
      confirm: (question) => {
        this.questions.push(question);
        return Promise.resolve(answer);
      },
      openExternal: (uri) => {
        this.opened.push(uri.toString(true));
        return Promise.resolve(true);
      },
      selection: () => [],
    };
  }

  dispose(): void {
    this.parts.dispose();
  }
}

/** Answers the input boxes that open while `work` runs, in order; returns the prompts that a person would have read. */
export async function typing(answers: readonly (string | undefined)[], work: () => Promise<void>): Promise<string[]> {
  const original = vscode.window.showInputBox;
  const waiting = [...answers];
  const prompts: string[] = [];
  const fake = (options?: vscode.InputBoxOptions): Thenable<string | undefined> => {
    prompts.push(`${options?.prompt ?? ''} [${options?.value ?? ''}]`);
    return Promise.resolve(waiting.shift());
  };
  (vscode.window as { showInputBox: unknown }).showInputBox = fake;
  try {
    await work();
  } finally {
    (vscode.window as { showInputBox: unknown }).showInputBox = original;
  }
  return prompts;
}

/** Collects the notifications that `work` shows, and presses the button named `press` of the first that has it. */
export async function watchingMessages(work: () => Promise<void>, press?: string): Promise<string[]> {
  const window = vscode.window as unknown as Record<string, unknown>;
  const names = ['showInformationMessage', 'showErrorMessage', 'showWarningMessage'];
  const originals = names.map((name) => window[name]);
  const messages: string[] = [];
  for (const name of names) {
    window[name] = (text: string, ...buttons: unknown[]): Promise<unknown> => {
      messages.push(text);
      return Promise.resolve(buttons.find((button) => button === press));
    };
  }
  try {
    await work();
  } finally {
    names.forEach((name, index) => {
      window[name] = originals[index];
    });
  }
  return messages;
}
