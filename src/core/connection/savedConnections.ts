import * as v from 'valibot';
import { singleLine } from '../text/safeText';

const Text = v.pipe(v.string(), v.trim(), v.nonEmpty('is empty'), v.maxLength(2000, 'is longer than 2,000 characters'));

const SavedConnectionSchema = v.object({
  name: Text,
  uri: Text,
  workspace: v.optional(Text),
  headers: v.optional(v.record(v.string(), v.string())),
  caCertificate: v.optional(Text),
  clientCertificate: v.optional(Text),
  clientKey: v.optional(Text),
});

/** One element of the setting `runlens.connections`. Holds nothing secret. */
export type SavedConnection = Readonly<v.InferOutput<typeof SavedConnectionSchema>>;

export interface SavedConnections {
  readonly connections: readonly SavedConnection[];
  /** What is wrong with the elements that were left out, for the log. */
  readonly problems: readonly string[];
}

/** Reads the setting `runlens.connections`; an element that can't be used is left out and named. */
export function parseSavedConnections(value: unknown): SavedConnections {
  if (value === undefined || value === null) {
    return { connections: [], problems: [] };
  }
  if (!Array.isArray(value)) {
    return { connections: [], problems: ['runlens.connections is not a list.'] };
  }
  const connections: SavedConnection[] = [];
  const problems: string[] = [];
  value.forEach((element: unknown, index) => {
    const parsed = v.safeParse(SavedConnectionSchema, element);
    if (!parsed.success) {
      problems.push(describe(index, parsed.issues));
    } else if (connections.some((other) => other.name === parsed.output.name)) {
      problems.push(`runlens.connections[${index}]: the name “${singleLine(parsed.output.name, 80)}” is taken.`);
    } else {
      connections.push(parsed.output);
    }
  });
  return { connections, problems };
}

function describe(index: number, issues: readonly v.BaseIssue<unknown>[]): string {
  const [first] = issues;
  const path = first === undefined ? undefined : v.getDotPath(first);
  return `runlens.connections[${index}]${path ? `.${singleLine(path, 80)}` : ''}: ${singleLine(first?.message ?? '', 200)}.`;
}
