import { html, nothing, type TemplateResult } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import type { CardAction } from '../../src/protocol/runCard';
import type { CardData } from './cardData';
import { changesView } from './changesView';
import { noteOf, stateWord, statusLine, stepText } from './cardWords';
import { footerView } from './footerView';
import { headerView } from './headerView';
import { icon } from './icon';
import { metricTable } from './metricTable';

/** What a card's view asks of its element. */
export interface CardControls {
  readonly now: number;
  /** Whether there is a host that can act. */
  readonly hasHost: boolean;
  readonly shownMetrics: number;
  readonly allChanges: boolean;
  readonly act: (action: CardAction) => void;
  readonly showMetrics: (isAll: boolean) => void;
  readonly showChanges: () => void;
}

/** A card as a whole. */
export function cardView(data: CardData, controls: CardControls): TemplateResult {
  const { output, run } = data;
  const status = statusLine(data, controls.now);
  return html`<article class="s-${stateOf(data)}" aria-label="MLflow run ${run.name}, ${status}">
    ${progressView(data)} ${headerView(data, stateOf(data), status, controls)}
    <span class="vh" role="status">${stateWord(data)}</span>
    ${
      output.error === undefined
        ? nothing
        : html`<div class="error"><code>${output.error.type}: ${output.error.message}</code></div>`
    }
    ${metricTable(data, controls.shownMetrics)} ${moreMetrics(data, controls)} ${noteView(data, controls)}
    ${changesView(data, controls)}
    ${output.notices.map((notice) => html`<div class="line notice">${icon('warning')}<span>${notice}</span></div>`)}
    ${footerView(data, controls.now)}
  </article>`;
}

/** What is drawn of the state. */
export type CardState = 'running' | 'scheduled' | 'finished' | 'failed' | 'killed' | 'warning';

function stateOf({ run, runs, isLive, obstacle }: CardData): CardState {
  if (runs && !isLive) {
    const isQuiet = obstacle?.type === 'unavailable' && obstacle.reason !== 'gone' && obstacle.reason !== 'failed';
    return isQuiet || obstacle === undefined ? 'scheduled' : 'warning';
  }
  if (run.silentFor !== undefined) {
    return 'warning';
  }
  const states = {
    RUNNING: 'running',
    SCHEDULED: 'scheduled',
    FINISHED: 'finished',
    FAILED: 'failed',
    KILLED: 'killed',
  } as const;
  return states[run.status];
}

function progressView({ isLive, progress }: CardData): TemplateResult | typeof nothing {
  if (!isLive || progress?.total === undefined || progress.total === 0) {
    return nothing;
  }
  const share = Math.min(1, progress.step / progress.total);
  return html`<div
    class="progress"
    role="progressbar"
    aria-valuemin="0"
    aria-valuenow=${progress.step}
    aria-valuemax=${progress.total}
    aria-label="Step ${stepText(progress)}"
  >
    <i style=${styleMap({ width: `${100 * share}%` })}></i>
  </div>`;
}

function moreMetrics(
  { metrics, metricCount }: CardData,
  { shownMetrics, showMetrics }: CardControls,
): TemplateResult | typeof nothing {
  const more = Math.min(metrics.length, metricCount) - shownMetrics;
  const elsewhere = metricCount - Math.max(shownMetrics, metrics.length);
  if (more > 0) {
    return html`<div class="line">
      <button
        class="link"
        @click=${() => {
          showMetrics(true);
        }}
      >
        ${metricCount - shownMetrics} More Metrics
      </button>
    </div>`;
  }
  return elsewhere > 0 ? html`<div class="line muted">${elsewhere} more metrics are in MLflow.</div>` : nothing;
}

function noteView(data: CardData, { now, act }: CardControls): TemplateResult | typeof nothing {
  const note = noteOf(data, now);
  if (note === undefined) {
    return nothing;
  }
  const retry = html`<button
    class="link"
    @click=${() => {
      act('retry');
    }}
  >
    Retry Now
  </button>`;
  return html`<div class="line muted">${note} ${data.obstacle?.type === 'stale' ? retry : nothing}</div>`;
}
