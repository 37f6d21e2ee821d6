import * as vscode from 'vscode';
import { formatAge, formatDuration } from '../../core/format/time';
import { Disposables } from '../shared/disposables';
import type { Session, Staleness } from '../shared/session';

const SECOND = 1000;

type View = Pick<vscode.TreeView<unknown>, 'message' | 'visible' | 'onDidChangeVisibility'>;

/** Keeps a view's message at how old its data is while the server does not answer: counted down while it is visible. */
export class StaleMessage implements vscode.Disposable {
  private readonly parts = new Disposables();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly view: View,
    private readonly session: Session,
  ) {
    this.update();
    this.parts.add(
      session.onDidChangeState(() => {
        this.update();
      }),
    );
    this.parts.add(
      view.onDidChangeVisibility(() => {
        this.update();
      }),
    );
  }

  dispose(): void {
    clearInterval(this.timer);
    this.parts.dispose();
  }

  private update(): void {
    clearInterval(this.timer);
    this.show();
    if (this.staleness !== undefined && this.view.visible) {
      this.timer = setInterval(() => {
        this.show();
      }, SECOND);
    }
  }

  private show(): void {
    const { staleness } = this;
    this.view.message = staleness === undefined ? undefined : staleText(staleness, Date.now());
  }

  private get staleness(): Staleness | undefined {
    const { state } = this.session;
    return state.kind === 'connected' ? state.stale : undefined;
  }
}

function staleText({ since, nextTry }: Staleness, now: number): string {
  const age = formatAge(since, now);
  const data = age === 'now' ? vscode.l10n.t('Data from less than 1 min ago') : vscode.l10n.t('Data from {0}', age);
  const seconds = Math.ceil((nextTry - now) / SECOND);
  if (seconds <= 0) {
    return vscode.l10n.t('Server unreachable. {0}, trying again now.', data);
  }
  const wait = seconds < 60 ? vscode.l10n.t('{0} s', seconds) : formatDuration(seconds * SECOND);
  return vscode.l10n.t('Server unreachable. {0}, next try in {1}.', data, wait);
}
