import type { RendererContext } from 'vscode-notebook-renderer';
import {
  parseCardNotification,
  type CardAction,
  type CardNotification,
  type CardRequest,
} from '../../src/protocol/runCard';

type Listener = (notification: CardNotification) => void;

/** The cards' way to the extension host. One watch for all cards of a run; without messaging there is no host. */
export class HostLink {
  private readonly watched = new Map<string, Map<Listener, number>>();

  constructor(private readonly context: Pick<RendererContext<unknown>, 'postMessage' | 'onDidReceiveMessage'>) {
    context.onDidReceiveMessage?.((message: unknown) => {
      const notification = parseCardNotification(message);
      if (notification !== undefined) {
        this.watched.get(notification.runId)?.forEach((_, listener) => {
          listener(notification);
        });
      }
    });
  }

  get hasHost(): boolean {
    return this.context.postMessage !== undefined;
  }

  /** Hears of a run, with so many curves, until the returned function is called. */
  watch(runId: string, curves: number, listener: Listener): () => void {
    const listeners = this.watched.get(runId) ?? new Map<Listener, number>();
    this.watched.set(runId, listeners);
    listeners.set(listener, curves);
    this.post({ type: 'watch', runId, curves: Math.max(...listeners.values()) });
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) {
        this.watched.delete(runId);
        this.post({ type: 'unwatch', runId });
      }
    };
  }

  act(runId: string, action: CardAction): void {
    this.post({ type: 'act', runId, action });
  }

  private post(request: CardRequest): void {
    this.context.postMessage?.(request);
  }
}
