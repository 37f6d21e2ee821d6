import * as v from 'valibot';

const ProofSchema = v.object({ proof: v.nullable(v.string()) });

/** What the kernel read from the file of `probeCode`; undefined where it printed something else. */
export function readProof(printed: string): string | undefined {
  const parsed = v.safeParse(ProofSchema, lastLine(printed));
  return parsed.success ? (parsed.output.proof ?? undefined) : undefined;
}

const AttachedSchema = v.object({ version: v.string(), tracking_uri: v.nullish(v.string()) });

/** What `runlens.attach` answered in a kernel. */
export interface Attached {
  readonly version: string;
  readonly trackingUri?: string;
}

/** Reads what `setupCode` with `report` printed. */
export function readAttached(printed: string): Attached | undefined {
  const parsed = v.safeParse(AttachedSchema, lastLine(printed));
  if (!parsed.success) {
    return undefined;
  }
  const { version, tracking_uri: uri } = parsed.output;
  return { version, ...(uri !== null && uri !== undefined && { trackingUri: uri }) };
}

// What a kernel imports may print before.
function lastLine(printed: string): unknown {
  try {
    return JSON.parse(printed.trim().split('\n').at(-1) ?? '');
  } catch {
    return undefined;
  }
}
