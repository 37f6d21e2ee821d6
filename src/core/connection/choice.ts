import * as v from 'valibot';

const ChoiceSchema = v.variant('kind', [
  v.object({ kind: v.literal('saved'), name: v.string() }),
  v.object({ kind: v.literal('source'), source: v.picklist(['user', 'workspace', 'environment', 'dotenv']) }),
  v.object({ kind: v.literal('store'), path: v.string() }),
]);

/** What a person picked in place of the order of {@link ConnectionSource}; kept per workspace, outside its files. */
export type Choice = Readonly<v.InferOutput<typeof ChoiceSchema>>;

/** Reads a stored choice; undefined when there is none that can be understood. */
export function parseChoice(value: unknown): Choice | undefined {
  const parsed = v.safeParse(ChoiceSchema, value);
  return parsed.success ? parsed.output : undefined;
}
