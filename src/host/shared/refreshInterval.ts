import * as v from 'valibot';
import * as vscode from 'vscode';

const DEFAULT_S = 5;
const MIN_S = 1;
// A timer of more than 24 days fires at once.
const MAX_S = 86_400;

const secondsSchema = v.pipe(v.number(), v.finite());

/** The interval at which running runs are looked at, in milliseconds; the setting `runlens.activeRuns.refreshInterval`. */
export function refreshIntervalMs(): number {
  const setting = vscode.workspace.getConfiguration('runlens').get('activeRuns.refreshInterval');
  const parsed = v.safeParse(secondsSchema, setting);
  const seconds = parsed.success ? parsed.output : DEFAULT_S;
  return 1000 * Math.min(MAX_S, Math.max(MIN_S, seconds));
}
