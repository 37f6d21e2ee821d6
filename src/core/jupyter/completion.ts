import * as v from 'valibot';

const Typed = v.object({ start: v.number(), end: v.number(), text: v.string(), type: v.optional(v.string(), '') });

const TypedList = v.fallback(v.array(Typed), []);
const none = { _jupyter_types_experimental: [] };

const ReplySchema = v.object({
  status: v.literal('ok'),
  matches: v.array(v.string()),
  cursor_start: v.number(),
  cursor_end: v.number(),
  metadata: v.optional(v.fallback(v.looseObject({ _jupyter_types_experimental: v.unknown() }), none), none),
});

/** What a kernel proposes in place of `start` to `end`, offsets in the code as JavaScript counts. */
export interface Proposal {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Jedi's word for what it is, such as `function`. Empty when it is not known. */
  readonly type: string;
}

/** How far a position is from the start in code points, as the protocol counts. */
export function toCodePoints(code: string, offset: number): number {
  return Array.from(code.slice(0, offset)).length;
}

/** Reads a `complete_reply`; one that can't be used has no proposals. */
export function parseCompletions(code: string, content: unknown): readonly Proposal[] {
  const parsed = v.safeParse(ReplySchema, content);
  if (!parsed.success) {
    return [];
  }
  const points = Array.from(code);
  const toOffset = (point: number): number => points.slice(0, Math.max(0, point)).join('').length;
  const { matches, cursor_start: start, cursor_end: end, metadata } = parsed.output;
  const typed = v.parse(TypedList, metadata._jupyter_types_experimental);
  const proposals =
    typed.length > 0 ? typed : matches.map((text) => ({ text, start, end, type: text.startsWith('%') ? 'magic' : '' }));
  const known = proposals.filter(({ type }) => type !== '<unknown>' || typed.length === matches.length);
  return known.map(({ text, type, ...range }) => ({
    text,
    type: type === '<unknown>' ? '' : type,
    start: toOffset(range.start),
    end: toOffset(range.end),
  }));
}
