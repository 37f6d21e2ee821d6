import { css } from 'lit';

/** The look of a card but for its table: the editor's colours only, each with what stands in for it where high contrast leaves it out. */
export const cardStyles = css`
  :host {
    --fg: var(--vscode-foreground);
    --muted: color-mix(in srgb, var(--vscode-foreground) 72%, transparent);
    --faint: color-mix(in srgb, var(--vscode-foreground) 40%, transparent);
    --line: var(--vscode-panel-border, var(--vscode-widget-border, var(--vscode-contrastBorder)));
    --grid: color-mix(in srgb, var(--vscode-foreground) 9%, transparent);
    --ok: color-mix(in srgb, var(--vscode-charts-green) 80%, var(--vscode-foreground));
    --bad: var(--vscode-list-errorForeground, var(--vscode-errorForeground));
    --warn: var(--vscode-list-warningForeground, var(--vscode-editorWarning-foreground));
    --live: var(--vscode-charts-blue);
    --mono: var(--vscode-editor-font-family);
    container-type: inline-size;
    display: block;
    max-width: 760px;
    color: var(--fg);
    font: var(--vscode-font-weight, normal) 13px/18px var(--vscode-font-family);
    font-variant-numeric: tabular-nums;
  }
  :host-context(body.vscode-high-contrast) {
    --muted: var(--vscode-foreground);
    --grid: color-mix(in srgb, var(--vscode-foreground) 22%, transparent);
    --faint: color-mix(in srgb, var(--vscode-foreground) 60%, transparent);
  }
  *,
  *::before {
    box-sizing: border-box;
  }
  article {
    position: relative;
    overflow: hidden;
    border: 1px solid var(--line);
    border-radius: 4px;
    background: var(--vscode-notebook-outputContainerBackgroundColor, transparent);
  }
  .muted {
    color: var(--muted);
  }
  .small {
    font-size: 11px;
    line-height: 16px;
  }
  .trunc {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .ok,
  .better,
  .finished {
    color: var(--ok);
  }
  .bad,
  .worse,
  .failed {
    color: var(--bad);
  }
  .warning {
    color: var(--warn);
  }
  .running {
    color: var(--live);
  }
  .scheduled,
  .killed {
    color: var(--muted);
  }
  .vh {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  svg.icon {
    flex: none;
    width: 16px;
    height: 16px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.1;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  button {
    display: inline-flex;
    flex: none;
    align-items: center;
    gap: 4px;
    min-width: 22px;
    height: 22px;
    padding: 0 5px;
    border: 1px solid transparent;
    border-radius: 4px;
    color: inherit;
    background: none;
    font: inherit;
    white-space: nowrap;
    cursor: pointer;
  }
  button.only-icon {
    padding: 0 2px;
  }
  button svg.icon {
    width: 14px;
    height: 14px;
  }
  button:hover {
    background: var(--vscode-toolbar-hoverBackground, transparent);
    outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  button.link {
    padding: 0 2px;
    min-width: 0;
    color: var(--vscode-textLink-foreground);
  }
  button.link:hover,
  button.name:hover {
    background: none;
    text-decoration: underline;
  }
  button:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  .progress {
    position: absolute;
    inset: 0 0 auto;
    height: 2px;
    background: var(--grid);
  }
  .progress i {
    display: block;
    height: 2px;
    background: var(--vscode-progressBar-background);
  }
  header {
    display: flex;
    align-items: center;
    gap: 6px;
    min-height: 30px;
    padding: 3px 4px 3px 8px;
  }
  header .state {
    display: flex;
    flex: none;
  }
  header .name {
    flex: 0 1 auto;
    display: block;
    min-width: 6ch;
    padding: 0 1px;
    font-weight: 600;
  }
  header .status {
    flex: 1 1 0;
    min-width: 0;
  }
  .actions {
    display: flex;
    flex: none;
    gap: 2px;
  }
  .error {
    display: grid;
    padding: 0 8px 6px 30px;
    color: var(--bad);
    font: 12px/18px var(--mono);
    overflow-wrap: anywhere;
    max-height: 96px;
    overflow-y: auto;
  }
  .line {
    padding: 3px 8px;
    border-top: 1px solid var(--grid);
    font-size: 12px;
  }
  .line b {
    font-weight: 600;
  }
  .line.notice {
    display: flex;
    gap: 4px;
  }
  .line.notice svg.icon {
    margin-top: 1px;
    color: var(--warn);
  }
  .param + .param::before {
    content: ' · ';
    color: var(--muted);
  }
  .spin {
    animation: spin 1.5s linear infinite;
  }
  @keyframes spin {
    to {
      transform: rotate(360deg);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .spin {
      animation: none;
    }
  }
  :host-context(body.vscode-reduce-motion) .spin {
    animation: none;
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    gap: 0 14px;
    padding: 1px 8px 4px;
    color: var(--muted);
    font-size: 11px;
    line-height: 18px;
  }
  footer span {
    display: inline-flex;
    align-items: center;
    gap: 3px;
    max-width: 100%;
    min-width: 0;
  }
  footer svg.icon {
    width: 12px;
    height: 12px;
  }
  footer .at-end {
    margin-left: auto;
  }
  footer code {
    font: 11px var(--mono);
  }
  @container (max-width: 399px) {
    header {
      flex-wrap: wrap;
    }
    header .name {
      flex: 1 1 0;
      text-align: left;
    }
    header .status {
      flex: 1 0 100%;
      order: 1;
      margin-top: -4px;
      padding-left: 23px;
      font-size: 11px;
      line-height: 16px;
    }
    button.action span {
      display: none;
    }
    button.action {
      padding: 0 2px;
    }
    .error {
      padding-left: 8px;
    }
  }
`;
