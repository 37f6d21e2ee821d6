import * as vscode from 'vscode';
import { Disposables } from '../shared/disposables';
import type { Session } from '../shared/session';

const HIGH_CONTRAST = new Set([vscode.ColorThemeKind.HighContrast, vscode.ColorThemeKind.HighContrastLight]);

/** Whether icons may have colours: not in high contrast, and not while the data is stale. */
export class Appearance implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly emitter = this.parts.add(new vscode.EventEmitter<void>());
  /** Fires when all items have to be drawn anew. */
  readonly onDidChange = this.emitter.event;
  private drawn: boolean;

  constructor(private readonly session: Session) {
    this.drawn = this.coloured;
    this.parts.add(
      session.onDidChangeState(() => {
        this.compare();
      }),
    );
    this.parts.add(
      vscode.window.onDidChangeActiveColorTheme(() => {
        this.compare();
      }),
    );
  }

  get coloured(): boolean {
    const { state } = this.session;
    const stale = state.kind === 'connected' && state.stale !== undefined;
    return !stale && !HIGH_CONTRAST.has(vscode.window.activeColorTheme.kind);
  }

  /** A codicon, in `colour` where colours are on. */
  icon(id: string, colour?: string): vscode.ThemeIcon {
    return new vscode.ThemeIcon(id, colour !== undefined && this.coloured ? new vscode.ThemeColor(colour) : undefined);
  }

  dispose(): void {
    this.parts.dispose();
  }

  private compare(): void {
    if (this.drawn !== this.coloured) {
      this.drawn = this.coloured;
      this.emitter.fire();
    }
  }
}
