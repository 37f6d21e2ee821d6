import type { ArtifactEntry, Experiment, Run } from '../../core/mlflow/entities';
import type { RunSection } from '../shared/nodes';

/**
 * `viewItem` of the elements in the Experiments and Active Runs views, for `when` clauses of `view/item/context`:
 *
 * | element | value | clause |
 * |---|---|---|
 * | experiment | `experiment` + `.deleted` + `.hidden` + `.filtered` + `.pinned`, each where it holds, in this order | all: `/^experiment/`, not deleted: `/^experiment(?!\.deleted)/` |
 * | run | `run.running`, `run.scheduled`, `run.finished`, `run.failed`, `run.killed` or `run.deleted`, + `.pinned` | all: `/^run\./`, not deleted: `/^run\.(?!deleted)/`, pinned: `/^run\..*\.pinned$/` |
 * | section of a run | `section.metrics`, `section.systemMetrics`, `section.parameters`, `section.tags`, `section.note`, `section.source`, `section.artifacts`, `section.models`, `section.datasets` | `section.tags` |
 * | metric | `metric` | |
 * | parameter | `parameter` | |
 * | tag | `tag` | |
 * | dataset | `dataset` | |
 * | artifact | `artifact.file` or `artifact.folder` | `/^artifact\./` |
 * | logged model | `loggedModel` | |
 *
 * All of them carry the node of `src/host/shared/nodes.ts` as their element. Elements with other values (`loadMore`,
 * `problem`, `message`, `detail`) stand for no MLflow entity: no command of another feature should show on them.
 */
export function experimentContext(experiment: Experiment, { hidden, filtered, pinned }: ExperimentMarks): string {
  const deleted = experiment.lifecycleStage === 'deleted' ? '.deleted' : '';
  return `experiment${deleted}${hidden ? '.hidden' : ''}${filtered ? '.filtered' : ''}${pinned ? '.pinned' : ''}`;
}

/** What the person did with an experiment. */
export interface ExperimentMarks {
  readonly hidden: boolean;
  readonly filtered: boolean;
  readonly pinned: boolean;
}

export function runContext(run: Run, pinned: boolean): string {
  const state = run.lifecycleStage === 'deleted' ? 'deleted' : run.status.toLowerCase();
  return `run.${state}${pinned ? '.pinned' : ''}`;
}

export function sectionContext(section: RunSection): string {
  return `section.${section}`;
}

export function artifactContext(entry: ArtifactEntry): string {
  return entry.isDirectory ? 'artifact.folder' : 'artifact.file';
}
