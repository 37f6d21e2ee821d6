import * as v from 'valibot';

/** What a kernel sends about a cell, checked. Unknown kinds of messages are left out. */
export type KernelMessage = v.InferOutput<typeof MessageSchema>;

/** A mime bundle: the same thing in several forms. */
export type MimeBundle = Readonly<Record<string, unknown>>;

const Bundle = v.record(v.string(), v.unknown());
const Metadata = v.optional(v.fallback(Bundle, {}), {});
const Transient = v.optional(v.fallback(v.object({ display_id: v.optional(v.string()) }), {}), {});
const Count = v.optional(v.fallback(v.nullable(v.number()), null), null);

const Payload = v.variant('source', [
  v.object({ source: v.literal('set_next_input'), text: v.string(), replace: v.optional(v.boolean(), false) }),
  v.object({ source: v.literal('page'), data: Bundle }),
]);

/** What a cell's end may ask of the front end. Other kinds are for terminals. */
export type Payload = v.InferOutput<typeof Payload>;

const Payloads = v.pipe(
  v.optional(v.fallback(v.array(v.unknown()), []), []),
  v.transform((payloads) => payloads.flatMap((payload) => (v.is(Payload, payload) ? [v.parse(Payload, payload)] : []))),
);

const message = <Type extends string, Content extends v.ObjectEntries>(type: Type, content: Content) =>
  v.object({ type: v.literal(type), content: v.object(content) });

const MessageSchema = v.variant('type', [
  message('stream', { name: v.picklist(['stdout', 'stderr']), text: v.string() }),
  message('display_data', { data: Bundle, metadata: Metadata, transient: Transient }),
  message('update_display_data', { data: Bundle, metadata: Metadata, transient: Transient }),
  message('execute_result', { data: Bundle, metadata: Metadata, transient: Transient, execution_count: Count }),
  message('error', { ename: v.string(), evalue: v.string(), traceback: v.optional(v.array(v.string()), []) }),
  message('clear_output', { wait: v.optional(v.boolean(), false) }),
  message('status', { execution_state: v.string() }),
  message('execute_input', { execution_count: Count }),
  message('execute_reply', {
    status: v.picklist(['ok', 'error', 'abort', 'aborted']),
    execution_count: Count,
    ename: v.optional(v.string(), ''),
    payload: Payloads,
  }),
  message('input_request', { prompt: v.optional(v.string(), ''), password: v.optional(v.boolean(), false) }),
]);

/** Reads a message of a kernel; undefined when it concerns no cell or has not the form that the protocol gives it. */
export function parseMessage(type: string, content: unknown): KernelMessage | undefined {
  const parsed = v.safeParse(MessageSchema, { type, content });
  return parsed.success ? parsed.output : undefined;
}
