import { html, nothing, type TemplateResult } from 'lit';
import type { CardAction } from '../../src/protocol/runCard';
import type { CardData } from './cardData';
import type { CardControls, CardState } from './cardView';
import { icon } from './icon';
import type { IconName } from './icons';

const WORDS: Readonly<Record<CardState, string>> = {
  running: 'Running',
  scheduled: 'Not ended',
  finished: 'Finished',
  failed: 'Failed',
  killed: 'Killed',
  warning: 'Warning',
};

/** The first line of a card: state, name, progress and time, and what can be done. */
export function headerView(data: CardData, state: CardState, status: string, controls: CardControls): TemplateResult {
  return html`<header>
    <span role="img" class="${state} state" aria-label=${WORDS[state]} title=${WORDS[state]}>
      ${icon(state, state === 'running' ? 'spin' : '')}
    </span>
    ${nameView(data, controls)}
    <span class="status muted trunc" title=${status}>${status}</span>
    ${controls.hasHost ? html`<span class="actions">${actionsView(data, controls)}</span>` : nothing}
  </header>`;
}

function nameView({ run: { name } }: CardData, { hasHost, act }: CardControls): TemplateResult {
  return hasHost
    ? html`<button
        class="name trunc"
        title="${name}: Reveal in Experiments"
        @click=${() => {
          act('reveal');
        }}
      >
        ${name}
      </button>`
    : html`<span class="name trunc" title=${name}>${name}</span>`;
}

function actionsView(
  { output, isLive }: CardData,
  controls: CardControls,
): readonly (TemplateResult | typeof nothing)[] {
  const hasPrevious = output.previousRunId !== undefined;
  const hasPage = output.trackingUri !== undefined;
  return [
    isLive ? action('stop', 'stop', 'Stop', 'Stop the cell', controls) : nothing,
    hasPrevious
      ? action('compare', 'compare', 'Compare…', 'Compare with the run before of this cell', controls)
      : nothing,
    hasPrevious
      ? action('whatChanged', 'diff', 'What Changed', 'Code of the two runs of this cell, side by side', controls)
      : nothing,
    iconAction('reveal', 'reveal', 'Reveal in Experiments', controls),
    hasPage ? iconAction('open', 'open', 'Open in MLflow', controls) : nothing,
  ];
}

function action(
  name: CardAction,
  picture: IconName,
  text: string,
  title: string,
  { act }: CardControls,
): TemplateResult {
  return html`<button
    class="action"
    aria-label=${text}
    title=${title}
    @click=${() => {
      act(name);
    }}
  >
    ${icon(picture)}<span>${text}</span>
  </button>`;
}

function iconAction(name: CardAction, picture: IconName, title: string, { act }: CardControls): TemplateResult {
  return html`<button
    class="only-icon"
    aria-label=${title}
    title=${title}
    @click=${() => {
      act(name);
    }}
  >
    ${icon(picture)}
  </button>`;
}
