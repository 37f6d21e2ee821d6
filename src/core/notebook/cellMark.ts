import * as v from 'valibot';

/** Whether a cell becomes a run when it runs, and what says so. */
export type CellLog =
  /** Its first line, `%%mlflow …` or `# mlflow: …`, which counts before all else. */
  | { readonly kind: 'line'; readonly line: string }
  /** The toggle, kept in its metadata. */
  | { readonly kind: 'toggle'; readonly options: string }
  /** The setting that logs every cell which logs anything. */
  | { readonly kind: 'all' }
  | { readonly kind: 'off' };

const SettingsSchema = v.object({ log: v.optional(v.boolean()), options: v.optional(v.string()) });
type CellSettings = v.InferOutput<typeof SettingsSchema>;

const ObjectSchema = v.record(v.string(), v.unknown());
type Metadata = Readonly<Record<string, unknown>>;

const MARK = /^(?:%%mlflow(?=\s|$)|#[ \t]*mlflow:)/u;
// What a notebook that uses MLflow has in one of its cells.
const USES_MLFLOW =
  /^(?:%%?mlflow(?=\s|$)|#\s*mlflow:|%load_ext\s+runlens|\s*(?:import|from)\s+(?:mlflow|runlens)\b)/mu;

/** What a cell is set to. `metadata` is the notebook's own of the cell: what the file has under `metadata`. */
export function cellLog(source: string, metadata: unknown, logAll: boolean): CellLog {
  const line = markLine(source);
  if (line !== undefined) {
    return { kind: 'line', line };
  }
  const { log, options = '' } = settingsOf(metadata);
  if (log !== undefined) {
    return log ? { kind: 'toggle', options } : { kind: 'off' };
  }
  return logAll ? { kind: 'all' } : { kind: 'off' };
}

/** The first line that is not blank, where it marks the cell. The kernel's package reads it the same way. */
function markLine(source: string): string | undefined {
  const line = source.split(/\r?\n/u).find((text) => text.trim() !== '');
  return line !== undefined && MARK.test(line) ? line.trimEnd() : undefined;
}

/** The cell's metadata with the toggle set as wished; what else is in it stays, and the options while it is off too. */
export function withToggle(metadata: unknown, on: boolean, logAll: boolean): Metadata {
  const { runlens, ...others } = asObject(metadata);
  const kept = Object.fromEntries(Object.entries(asObject(runlens)).filter(([key]) => key !== 'log'));
  const isDefault = on === logAll && Object.keys(kept).length === 0;
  return isDefault ? others : { ...others, runlens: { ...kept, log: on } };
}

function asObject(value: unknown): Metadata {
  const parsed = v.safeParse(ObjectSchema, value);
  return parsed.success ? parsed.output : {};
}

/** Whether a notebook with these cells uses MLflow, or has a cell that is to be logged. */
export function usesMlflow(cells: Iterable<{ readonly source: string; readonly metadata: unknown }>): boolean {
  for (const { source, metadata } of cells) {
    if (USES_MLFLOW.test(source) || settingsOf(metadata).log === true) {
      return true;
    }
  }
  return false;
}

function settingsOf(metadata: unknown): CellSettings {
  const parsed = v.safeParse(v.object({ runlens: SettingsSchema }), metadata);
  return parsed.success ? parsed.output.runlens : {};
}
