import { html, LitElement, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { ReadRunOutput } from '../../src/core/notebook/runOutput';
import type { CardNotification, CardUpdate } from '../../src/protocol/runCard';
import { cardData, type CardData, type Obstacle } from './cardData';
import { cardView } from './cardView';
import type { HostLink } from './hostLink';
import { metricStyles } from './metricStyles';
import { cardStyles } from './cardStyles';

const TICK_MS = 1000;
const FIRST_METRICS = 6;

/** The card of one output. It hears of its run while it is on the screen and the run has not ended. */
export class CardElement extends LitElement {
  static override readonly styles = [cardStyles, metricStyles];
  static override readonly properties: PropertyDeclarations = {
    read: { attribute: false },
    link: { attribute: false },
    news: { state: true },
    obstacle: { state: true },
    allMetrics: { state: true },
    allChanges: { state: true },
  };

  declare read: ReadRunOutput;
  declare link: HostLink;
  declare private news: CardUpdate | undefined;
  declare private obstacle: Obstacle | undefined;
  declare private allMetrics: boolean;
  declare private allChanges: boolean;
  private unwatch: (() => void) | undefined;
  private watched = '';
  private timer: number | undefined;
  private isOnScreen = false;
  private readonly observer = new IntersectionObserver((entries) => {
    this.isOnScreen = entries.at(-1)?.isIntersecting ?? false;
    this.follow();
  });

  constructor() {
    super();
    this.allMetrics = false;
    this.allChanges = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
    this.isOnScreen = false;
    this.follow();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('read')) {
      this.forgetOlder();
    }
  }

  protected override updated(): void {
    this.follow();
  }

  protected override render(): TemplateResult {
    const data = this.data();
    if (data === undefined) {
      return html`<article><div class="line muted">${unreadableText(this.read)}</div></article>`;
    }
    const { runId } = data.output.run;
    return cardView(data, {
      now: Date.now(),
      hasHost: this.link.hasHost,
      shownMetrics: this.allMetrics ? data.metrics.length : FIRST_METRICS,
      allChanges: this.allChanges,
      act: (action) => {
        this.link.act(runId, action);
      },
      showMetrics: (isAll) => {
        this.allMetrics = isAll;
      },
      showChanges: () => {
        this.allChanges = true;
      },
    });
  }

  private data(): CardData | undefined {
    return this.read.kind === 'output'
      ? cardData({
          output: this.read.output,
          update: this.news,
          obstacle: this.obstacle,
          hasHost: this.link.hasHost,
        })
      : undefined;
  }

  /** An output that comes after the host's last word is newer, where it tells how the run ended. */
  private forgetOlder(): void {
    const run = this.read.kind === 'output' ? this.read.output.run : undefined;
    if (run?.runId !== this.news?.runId || run?.status !== 'RUNNING') {
      this.news = undefined;
      this.obstacle = undefined;
    }
  }

  /** Asks the host for news, or no longer does. */
  private follow(): void {
    const data = this.data();
    const wanted = data !== undefined && data.runs && this.isOnScreen && this.link.hasHost;
    this.watch(wanted ? data : undefined);
    this.tick(wanted);
  }

  private watch(data: CardData | undefined): void {
    const runId = data?.output.run.runId ?? '';
    const curves = this.allMetrics ? Math.max(FIRST_METRICS, data?.metrics.length ?? 0) : FIRST_METRICS;
    const wish = runId === '' ? '' : `${runId} ${String(curves)}`;
    if (wish === this.watched) {
      return;
    }
    this.watched = wish;
    this.unwatch?.();
    this.unwatch = undefined;
    if (runId !== '') {
      this.unwatch = this.link.watch(runId, curves, (notification) => {
        this.hear(notification);
      });
    }
  }

  private hear(notification: CardNotification): void {
    if (notification.type === 'update') {
      this.news = notification;
      this.obstacle = undefined;
    } else {
      this.obstacle = notification;
    }
  }

  /** Times go on between the host's words. */
  private tick(wanted: boolean): void {
    if (wanted && this.timer === undefined) {
      this.timer = window.setInterval(() => {
        this.requestUpdate();
      }, TICK_MS);
    } else if (!wanted && this.timer !== undefined) {
      window.clearInterval(this.timer);
      this.timer = undefined;
    }
  }
}

function unreadableText(read: ReadRunOutput): string {
  return read.kind === 'otherVersion'
    ? `This output was written by another version of runlens (format ${String(read.version)}). Update the extension, or run the cell again.`
    : 'This output of runlens can’t be read. Run the cell again.';
}
