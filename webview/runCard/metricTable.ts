import { html, nothing, svg, type TemplateResult } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { formatNumber } from '../../src/core/format/number';
import type { CardMetric } from '../../src/core/notebook/outputSchemas';
import type { CardData } from './cardData';
import { CURVE, curveOf, type Curve } from './curve';
import { deltaOf, type Delta } from './delta';

const DOT = svg`<circle cx="5" cy="5" r="2" />`;
const PULSE = svg`<circle class="pulse" cx="5" cy="5" r="5" />`;
const CROSS = svg`<path class="cross" d="M2 2l6 6m0-6l-6 6" />`;

interface Row {
  readonly metric: CardMetric;
  readonly last: string;
  readonly delta: Delta | undefined;
  readonly curve: Curve | undefined;
}

/** The first metrics of a card with their curves, last values and changes. */
export function metricTable(data: CardData, shown: number): TemplateResult | typeof nothing {
  const rows = data.metrics.slice(0, shown).map((metric) => rowOf(metric, data));
  if (rows.length === 0) {
    return nothing;
  }
  const hasCurves = rows.some(({ curve }) => curve !== undefined);
  const hasDeltas = rows.some(({ metric }) => metric.previous !== undefined);
  return html`<table>
    <colgroup>
      <col class="name-col" style=${styleMap(nameWidth(hasCurves, rows))} />
      ${hasCurves ? html`<col />` : nothing}
      <col style=${styleMap({ width: columnWidth(rows.map(({ last }) => last)) })} />
      ${
        hasDeltas
          ? html`<col class="delta-col" style=${styleMap({ width: columnWidth(deltaTexts(rows)) })} />`
          : nothing
      }
    </colgroup>
    <thead>
      <tr>
        <th scope="col">Metric</th>
        ${hasCurves ? html`<th scope="col">Steps ${data.steps.first}–${data.steps.last}</th>` : nothing}
        <th scope="col" class="num">Last</th>
        ${hasDeltas ? html`<th scope="col" class="num delta">vs. previous</th>` : nothing}
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) => rowView(row, data, hasCurves, hasDeltas))}
    </tbody>
  </table>`;
}

function rowOf(metric: CardMetric, { steps }: CardData): Row {
  const { key, value, previous, points } = metric;
  return {
    metric,
    last: formatNumber(value),
    delta: deltaOf(key, value, previous),
    curve: curveOf(points, steps),
  };
}

function rowView({ metric, last, delta, curve }: Row, data: CardData, hasCurves: boolean, hasDeltas: boolean) {
  const { key, value, step, previous } = metric;
  const exact = `${key} ${String(value)} at step ${String(step)}`;
  const title = previous === undefined ? exact : `${exact}, before ${String(previous)}`;
  return html`<tr>
    <th scope="row" class="trunc" title=${key}>${key}</th>
    ${hasCurves ? html`<td>${curveView(curve, data)}</td>` : nothing}
    <td class="num last" title=${delta === undefined ? title : `${title}, ${delta.words}`}>${last}</td>
    ${hasDeltas ? html`<td class="num delta">${deltaView(delta)}</td>` : nothing}
  </tr>`;
}

function deltaView(delta: Delta | undefined): TemplateResult {
  return delta === undefined
    ? html`<span class="muted">–</span>`
    : html`<span class=${delta.verdict} aria-hidden="true">${delta.text}</span><span class="vh">${delta.words}</span>`;
}

function curveView(curve: Curve | undefined, { isLive, run }: CardData): TemplateResult {
  if (curve === undefined) {
    return html`<div class="curve"></div>`;
  }
  const [x, y] = curve.end;
  const place = styleMap({ left: `${(100 * x) / CURVE.width}%`, top: `${y}px` });
  return html`<div class="curve" aria-hidden="true">
    <svg viewBox="0 0 ${CURVE.width} ${CURVE.height}" preserveAspectRatio="none">
      <path class="area" d=${curve.area} />
      <path class="line-path" d=${curve.line} />
    </svg>
    <span class="end" style=${place}>
      <svg viewBox="0 0 10 10">${run.status === 'FAILED' ? CROSS : [isLive ? PULSE : nothing, DOT]}</svg>
    </span>
  </div>`;
}

// What is as wide as a digit, about: names beyond this are cut off, numbers never.
const LONGEST_NAME = 26;
const SHORTEST_NAME = 9;

function nameWidth(hasCurves: boolean, rows: readonly Row[]): Readonly<Record<string, string>> {
  const longest = Math.max(...rows.map(({ metric }) => metric.key.length));
  const characters = Math.min(LONGEST_NAME, Math.max(SHORTEST_NAME, longest));
  return hasCurves ? { '--name-width': `calc(${characters}ch + 16px)` } : {};
}

function columnWidth(texts: readonly string[]): string {
  return `calc(${Math.max(...texts.map((text) => text.length))}ch + 20px)`;
}

function deltaTexts(rows: readonly Row[]): readonly string[] {
  return ['vs. previous', ...rows.map(({ delta }) => delta?.text ?? '')];
}
