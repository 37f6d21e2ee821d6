import type { ArtifactNode, DatasetNode, ExperimentNode, LoggedModelNode } from '../shared/nodes';
import type { MetricNode, ParameterNode, RunNode, SectionNode, TagNode } from '../shared/nodes';

/** Asks for the next page of its parent: of the experiments where that is absent. */
export interface LoadMoreNode {
  readonly kind: 'loadMore';
  readonly parent: ExperimentNode | RunNode | undefined;
  /** How many are loaded. */
  readonly loaded: number;
}

/** What failed in one branch; retrying asks for the branch again. */
export interface ProblemNode {
  readonly kind: 'problem';
  /** Unique in the tree. */
  readonly id: string;
  /** What was tried, as the start of a sentence: `Couldn’t load the runs.` */
  readonly what: string;
  readonly error: unknown;
  readonly retry: () => void;
}

/** A line of text, or something to do about it. */
export interface MessageNode {
  readonly kind: 'message';
  readonly id: string;
  readonly label: string;
  readonly icon?: string;
  readonly command?: { readonly id: string; readonly arguments: readonly unknown[] };
}

/** A named value that is no MLflow entity of its own. */
export interface DetailNode {
  readonly kind: 'detail';
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** What a copy gets, where that is not the value as it is shown. */
  readonly exact?: string;
  readonly icon?: string;
}

/** What stands below a run. */
export type BranchNode =
  | SectionNode
  | MetricNode
  | ParameterNode
  | TagNode
  | DatasetNode
  | ArtifactNode
  | LoggedModelNode
  | ProblemNode
  | MessageNode
  | DetailNode;

/** The elements of the Experiments and Active Runs views. */
export type TreeNode = ExperimentNode | RunNode | LoadMoreNode | BranchNode;
