import * as v from 'valibot';

const SettingSchema = v.record(v.string(), v.array(v.string()));

/** The metrics chosen for each experiment. A map, because an experiment may be named like something that every object has. */
export type ChosenMetrics = ReadonlyMap<string, readonly string[]>;

/** Reads the setting `runlens.explorer.metrics`; one that can't be understood chooses nothing. */
export function parseChosenMetrics(value: unknown): Map<string, readonly string[]> {
  const parsed = v.safeParse(SettingSchema, value);
  return new Map(Object.entries(parsed.success ? parsed.output : {}));
}

/** The metrics chosen for an experiment's runs, or for all experiments; empty where there was no choice. */
export function chosenFor(chosen: ChosenMetrics, experimentName: string): readonly string[] {
  return chosen.get(experimentName) ?? chosen.get('*') ?? [];
}
