import { svg, type SVGTemplateResult } from 'lit';

/** Icons of our own, 16 by 16, in the text's colour: the editor's icon font is not there in an output. */
export const ICONS = {
  running: svg`<path d="M8 2a6 6 0 1 0 6 6" />`,
  scheduled: svg`<circle cx="8" cy="8" r="6" /><path d="M8 4.5V8l2.5 2" />`,
  finished: svg`<circle cx="8" cy="8" r="6" /><path d="M5.2 8.2l2 2L10.9 6" />`,
  failed: svg`<circle cx="8" cy="8" r="6" /><path d="M5.8 5.8l4.4 4.4m0-4.4l-4.4 4.4" />`,
  killed: svg`<circle cx="8" cy="8" r="6" /><path d="M3.8 3.8l8.4 8.4" />`,
  warning: svg`<path d="M8 2l6.5 11.5h-13zM8 6.2v3.6M8 11v1" />`,
  stop: svg`<circle cx="8" cy="8" r="6" /><path d="M6 6h4v4H6z" />`,
  compare: svg`<circle cx="4" cy="12.5" r="1.7" /><circle cx="12" cy="3.5" r="1.7" /><path
    d="M4 10.8V5.5a2 2 0 0 1 2-2h2M6.5 2L8 3.5 6.5 5M12 5.2v5.3a2 2 0 0 1-2 2H8M9.5 11L8 12.5 9.5 14"
  />`,
  diff: svg`<path d="M2.5 2.5h11v11h-11zM8 4.5v4M6 6.5h4M6 11h4" />`,
  open: svg`<path d="M6.5 3.5h-4v10h10v-4M9.5 2.5h4v4M13.5 2.5l-6 6" />`,
  reveal: svg`<path d="M2 3h12M6 8h8M6 13h8M2.5 5.5V13H4M2.5 8H4" />`,
  experiment: svg`<path d="M6 2v4l-3.3 6.2a.9.9 0 0 0 .8 1.3h9a.9.9 0 0 0 .8-1.3L10 6V2M5 2h6M4.5 10h7" />`,
  model: svg`<path d="M8 1.8l5.5 2.7v7L8 14.2l-5.5-2.7v-7zM2.5 4.5L8 7.3l5.5-2.8M8 7.3v6.9" />`,
  retry: svg`<path d="M13 2.5v4H9M13 6.5A5.5 5.5 0 1 0 13.5 9.5" />`,
} as const satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof ICONS;
