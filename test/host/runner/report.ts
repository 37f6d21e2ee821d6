/** What the tests in the extension host report to the launcher, through a file. */

/** One test that failed, or a hook. */
export interface Failure {
  readonly title: string;
  readonly error: string;
}

/** The outcome of a whole run. */
export interface Report {
  readonly passed: number;
  readonly failed: number;
  readonly pending: number;
  readonly failures: readonly Failure[];
  readonly durationMs: number;
}

/** The environment variables by which the launcher instructs the tests. */
export const instructions = {
  reportFile: 'RUNLENS_HOST_REPORT',
  grep: 'RUNLENS_HOST_GREP',
  files: 'RUNLENS_HOST_FILES',
} as const;
