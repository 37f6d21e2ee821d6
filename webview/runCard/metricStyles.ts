import { css } from 'lit';

/** The look of the metrics in a card, and of their curves. */
export const metricStyles = css`
  table {
    width: 100%;
    border-top: 1px solid var(--grid);
    border-spacing: 0;
    border-collapse: collapse;
    table-layout: fixed;
  }
  th,
  td {
    height: 22px;
    padding: 0 8px;
    border: 0;
    font-weight: inherit;
    line-height: 21px;
    text-align: left;
    background: none;
  }
  thead th {
    color: var(--muted);
    font-size: 11px;
  }
  tbody tr:hover {
    background: var(--vscode-list-hoverBackground);
  }
  .name-col {
    width: var(--name-width, auto);
  }
  .num {
    text-align: right;
    white-space: nowrap;
  }
  td.last {
    font-weight: 600;
  }
  .curve {
    position: relative;
    height: 20px;
    margin-right: 4px;
    border-bottom: 1px solid var(--grid);
    color: var(--live);
  }
  .s-failed .curve {
    color: var(--bad);
  }
  .s-killed .curve,
  .s-warning .curve,
  .s-scheduled .curve {
    color: var(--muted);
  }
  .curve svg {
    position: absolute;
    width: 100%;
    height: 20px;
    overflow: visible;
  }
  .curve .line-path {
    fill: none;
    stroke: currentColor;
    stroke-width: 1.25;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  .curve .area {
    fill: currentColor;
    opacity: 0.1;
  }
  .curve .end {
    position: absolute;
    width: 0;
    height: 0;
  }
  .curve .end svg {
    left: -5px;
    top: -5px;
    width: 10px;
    height: 10px;
    fill: currentColor;
    stroke: none;
  }
  .curve .end .cross {
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
  }
  .curve .end .pulse {
    opacity: 0.25;
    animation: pulse 2s ease-in-out infinite;
  }
  @keyframes pulse {
    50% {
      opacity: 0.05;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .curve .end .pulse {
      animation: none;
    }
  }
  :host-context(body.vscode-reduce-motion) .pulse {
    animation: none;
  }
  @container (max-width: 399px) {
    .name-col {
      width: 36%;
    }
    thead,
    .delta,
    .delta-col {
      display: none;
    }
  }
`;
