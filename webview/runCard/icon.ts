import { html, type TemplateResult } from 'lit';
import { ICONS, type IconName } from './icons';

/** An icon beside words that say the same; a screen reader passes it over. */
export function icon(name: IconName, classes = ''): TemplateResult {
  return html`<svg class="icon ${classes}" viewBox="0 0 16 16" aria-hidden="true">${ICONS[name]}</svg>`;
}
