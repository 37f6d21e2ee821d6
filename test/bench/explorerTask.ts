/** What the two sides of the explorer's benchmark tell each other. */

/** The variable of the environment that holds the task. */
export const benchVariable = 'RUNLENS_BENCH';

/** Rows of the tree's first page. */
export const FIRST_ROWS = 100;

/** What is to be measured in the extension host. */
export interface ExplorerTask {
  readonly uri: string;
  /** Id of the experiment. */
  readonly experiment: string;
  readonly rounds: number;
  /** The file to write the figures to. */
  readonly output: string;
}

/** What was measured there. */
export interface ExplorerFigures {
  readonly runs: number;
  readonly heapBytes: number;
  readonly rssBytes: number;
  readonly treeMs: readonly number[];
  readonly rawMs: readonly number[];
}
