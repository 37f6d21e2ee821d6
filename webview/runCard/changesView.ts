import { html, nothing, type TemplateResult } from 'lit';
import type { ChangedParam } from '../../src/core/notebook/outputSchemas';
import type { CardData } from './cardData';
import type { CardControls } from './cardView';

const SHOWN = 2;

/** The parameters that changed since the cell's run before. */
export function changesView(
  { changedParams }: CardData,
  { allChanges, showChanges }: CardControls,
): TemplateResult | typeof nothing {
  if (changedParams.length === 0) {
    return nothing;
  }
  const shown = allChanges ? changedParams : changedParams.slice(0, SHOWN);
  const more = changedParams.length - shown.length;
  return html`<div class="line changes ${allChanges ? '' : 'trunc'}">
    <span class="muted">Changed since this cell’s last run</span>
    ${shown.map((param) => html`<span class="param">${paramView(param)}</span>`)}
    ${more > 0 ? html`<button class="link" @click=${showChanges}>${more} more</button>` : nothing}
  </div>`;
}

function paramView({ key, before, after }: ChangedParam): TemplateResult {
  return html`<b>${key}</b> ${before ?? html`<span class="muted">none</span>`}
    <span class="muted">→</span> ${after ?? html`<span class="muted">none</span>`}`;
}
