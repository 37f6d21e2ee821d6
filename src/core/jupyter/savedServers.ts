import * as v from 'valibot';

const Spec = v.object({ name: v.string(), displayName: v.string(), language: v.string() });

const SavedServerSchema = v.object({
  baseUrl: v.pipe(v.string(), v.url(), v.regex(/^https?:\/\//u)),
  label: v.string(),
  specs: v.array(Spec),
});

/** A kernel that a server can start. */
export type KernelSpec = Readonly<v.InferOutput<typeof Spec>>;

/** A Jupyter server that the person connected to, with the kernels that it had then. Holds nothing secret. */
export interface SavedServer {
  readonly baseUrl: string;
  readonly label: string;
  readonly specs: readonly KernelSpec[];
}

/** Reads what was stored; what can't be read counts as not there. */
export function parseSavedServers(value: unknown): readonly SavedServer[] {
  const list = Array.isArray(value) ? (value as unknown[]) : [];
  return list.filter((server) => v.is(SavedServerSchema, server));
}
