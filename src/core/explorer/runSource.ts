import { findByKey, type Run } from '../mlflow/entities';

/** Where a run's code came from, as far as MLflow recorded it. */
export interface RunSource {
  readonly name?: string;
  /** Such as `LOCAL`, `NOTEBOOK`, `PROJECT`, `JOB`. */
  readonly type?: string;
  readonly commit?: string;
  readonly branch?: string;
  readonly repository?: string;
  readonly user?: string;
}

const TAGS: readonly (readonly [field: keyof RunSource, tag: string])[] = [
  ['name', 'mlflow.source.name'],
  ['type', 'mlflow.source.type'],
  ['commit', 'mlflow.source.git.commit'],
  ['branch', 'mlflow.source.git.branch'],
  ['repository', 'mlflow.source.git.repoURL'],
  ['user', 'mlflow.user'],
];

export function runSource(run: Run): RunSource {
  const source: { -readonly [K in keyof RunSource]: RunSource[K] } = {};
  for (const [field, tag] of TAGS) {
    const value = findByKey(run.tags, tag)?.value;
    if (value !== undefined && value !== '') {
      source[field] = value;
    }
  }
  const user = source.user ?? run.userId;
  return user === undefined || user === '' ? source : { ...source, user };
}

/** `train.py @ 3f2a91c`, with only what there is. */
export function sourceSummary({ name, commit }: RunSource): string {
  const file = name?.split(/[\\/]/u).at(-1) ?? '';
  return commit === undefined ? file : `${file} @ ${commit.slice(0, 7)}`.trim();
}

/** The run's note, as Markdown; undefined where there is none. */
export function runNote(run: Run): string | undefined {
  const note = findByKey(run.tags, 'mlflow.note.content')?.value;
  return note === undefined || note.trim() === '' ? undefined : note;
}
