import type { MimeBundle } from './messages';

/** One form of an output, as an editor takes it: text as a string, the rest as bytes. */
export interface OutputItem {
  readonly mime: string;
  readonly data: string | Uint8Array;
}

const WIDGET = 'application/vnd.jupyter.widget-view+json';
const PLAIN = 'text/plain';

/** What takes the place of a widget. */
const NO_WIDGETS =
  'This output is a widget (ipywidgets). Runlens shows its text only; JupyterLab, or VS Code with Microsoft’s Jupyter extension, shows the widget.';

/** The forms of an output, as Jupyter's front ends and its files have them: JSON as JSON, pictures from Base64. */
export function mimeItems(bundle: MimeBundle): readonly OutputItem[] {
  const items = Object.entries(bundle)
    .filter(([mime]) => mime !== WIDGET)
    .map(([mime, value]) => ({ mime, data: dataOf(mime, value) }));
  return WIDGET in bundle ? withoutWidget(items) : items;
}

function withoutWidget(items: readonly OutputItem[]): readonly OutputItem[] {
  const plain = items.find(({ mime }) => mime === PLAIN)?.data;
  const text = typeof plain === 'string' && plain !== '' ? `${plain}\n${NO_WIDGETS}` : NO_WIDGETS;
  return [...items.filter(({ mime }) => mime !== PLAIN), { mime: PLAIN, data: text }];
}

function dataOf(mime: string, value: unknown): string | Uint8Array {
  if (isJson(mime)) {
    return JSON.stringify(value ?? null);
  }
  const text = textOf(value);
  return isPicture(mime) ? (fromBase64(text) ?? text) : text;
}

function isJson(mime: string): boolean {
  return /^application\/(?:.*\+)?json$/iu.test(mime);
}

function isPicture(mime: string): boolean {
  return mime.startsWith('image/') && !mime.startsWith('image/svg');
}

// Files write text as a list of lines, and some kernels send it so.
function textOf(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  const lines = Array.isArray(value) && value.every((line): line is string => typeof line === 'string');
  return lines ? value.join('') : JSON.stringify(value ?? '');
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text.replace(/\s+/gu, '')), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** About the bytes that items take. */
export function sizeOf(items: readonly OutputItem[]): number {
  return items.reduce((sum, { data }) => sum + data.length, 0);
}
