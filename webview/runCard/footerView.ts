import { html, nothing, type TemplateResult } from 'lit';
import { formatCount } from '../../src/core/format/number';
import { formatDuration } from '../../src/core/format/time';
import type { CardData } from './cardData';
import { timeLeft } from './cardWords';
import { icon } from './icon';

/** The last line of a card: where the run is and what is in it. */
export function footerView(data: CardData, now: number): TemplateResult {
  const { output, paramCount, isLive, interval } = data;
  const left = isLive ? timeLeft(data, now) : undefined;
  const isFollowed = isLive && interval !== undefined;
  return html`<footer>
    <span title="Experiment ${output.run.experimentName}"
      >${icon('experiment')}<span class="trunc">${output.run.experimentName}</span></span
    >
    ${counted(paramCount, 'parameter', 'parameters')} ${counted(output.children, 'child run', 'child runs')}
    ${output.models.map((model) => modelView(model))} ${counted(output.artifactCount ?? 0, 'artifact', 'artifacts')}
    ${left === undefined ? nothing : html`<span>${left}</span>`}
    <span class="at-end" title="Run ${output.run.runId}"
      >${
        isFollowed
          ? `Updates every ${formatDuration(interval).replace('.0', '')}`
          : html`<code>${output.run.runId.slice(0, 8)}</code>`
      }</span
    >
  </footer>`;
}

function counted(count: number, one: string, many: string): TemplateResult | typeof nothing {
  return count === 0 ? nothing : html`<span>${formatCount(count, one, many)}</span>`;
}

function modelView({ name, registered }: CardData['output']['models'][number]): TemplateResult {
  const alias = registered?.alias === undefined ? '' : ` @${registered.alias}`;
  const text = registered === undefined ? name : `${registered.name} v${registered.version}${alias}`;
  return html`<span title="Model ${name}">${icon('model')}<span class="trunc">${text}</span></span>`;
}
