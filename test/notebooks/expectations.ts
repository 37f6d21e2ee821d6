/** What each notebook of `examples/notebooks` leaves on an MLflow server that had nothing of it before. */

/** A metric's last value lies between these; `points` is the length of its history, 1 unless given. */
interface ExpectedMetric {
  readonly from: number;
  readonly to: number;
  readonly points?: number;
}

/** One run. What is not named here may be there as well, but no further run may. */
export interface ExpectedRun {
  readonly name: string;
  /** The name of the run that it is a child of. */
  readonly parent?: string;
  /** Its mark is in the cell's metadata, which `jupyter execute` does not send to the kernel: there it is no run. */
  readonly markedByMetadata?: true;
  /** Opened by hand: it has nothing of a cell. */
  readonly unmarked?: true;
  readonly params?: Readonly<Record<string, string>>;
  readonly metrics?: Readonly<Record<string, ExpectedMetric>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** Paths of artifacts, beside those of every marked cell. */
  readonly artifacts?: readonly string[];
  /** Datasets among its inputs. */
  readonly datasets?: number;
  /** Children that code of the cell has made, whatever their names; each has these. */
  readonly children?: {
    readonly count: number;
    readonly params: readonly string[];
    readonly metrics: readonly string[];
  };
}

/** A notebook, and all runs of its experiment. */
export interface ExpectedNotebook {
  readonly file: string;
  readonly experiment: string;
  readonly runs: readonly ExpectedRun[];
  /** The first version of a registered model, with the alias challenger; `run` is the name of the run it is from. */
  readonly model?: { readonly name: string; readonly run: string };
}

const between = (from: number, to: number, points?: number): ExpectedMetric => ({
  from,
  to,
  ...(points && { points }),
});
const share = between(0, 1);

const firstSteps: ExpectedNotebook = {
  file: '01-first-steps.ipynb',
  experiment: 'first-steps',
  runs: [
    {
      name: 'neighbours',
      params: { neighbours: '5', scaled: 'no' },
      metrics: { accuracy: between(0.6, 0.8), f1: between(0.5, 0.8) },
    },
    {
      name: 'neighbours-scaled',
      params: { neighbours: '5', scaled: 'yes' },
      metrics: { accuracy: between(0.9, 1), f1: between(0.9, 1) },
      tags: { family: 'neighbours' },
      artifacts: ['plots/confusion_matrix.png', 'predictions.csv', 'report.json'],
    },
    {
      name: 'logistic-regression',
      markedByMetadata: true,
      params: { logisticregression__C: '0.5' },
      metrics: { training_accuracy_score: between(0.95, 1) },
    },
    { name: 'challenger', params: { C: '0.5' }, metrics: { accuracy: between(0.95, 1) } },
  ],
  model: { name: 'wine-cultivar', run: 'challenger' },
};

const gridSearch: ExpectedNotebook = {
  file: '02-grid-search.ipynb',
  experiment: 'grid-search',
  runs: [
    {
      name: 'svm-search',
      params: { cv: '3', scoring: 'roc_auc', best_svc__C: '10' },
      metrics: { best_cv_score: between(0.98, 1), test_roc_auc: between(0.98, 1) },
      artifacts: ['cv_results.csv'],
      children: { count: 6, params: ['svc__C', 'svc__gamma'], metrics: ['mean_test_score', 'std_test_score'] },
    },
    { name: 'families', unmarked: true, metrics: { best_test_roc_auc: between(0.98, 1) } },
    {
      name: 'logistic-regression',
      parent: 'families',
      params: { logisticregression__C: '0.3' },
      metrics: { test_roc_auc: between(0.98, 1), training_accuracy_score: between(0.9, 1) },
    },
    {
      name: 'random-forest',
      parent: 'families',
      params: { n_estimators: '60' },
      metrics: { test_roc_auc: between(0.97, 1), training_accuracy_score: between(0.9, 1) },
    },
    {
      name: 'svm-best',
      params: { svc__C: '10' },
      metrics: { test_roc_auc: between(0.98, 1) },
    },
  ],
  model: { name: 'tumour-classifier', run: 'svm-best' },
};

const optunaStudy: ExpectedNotebook = {
  file: '03-optuna-study.ipynb',
  experiment: 'optuna-study',
  runs: [
    {
      name: 'study',
      params: { trials: '20', sampler: 'TPE' },
      metrics: { best_rmse: between(50, 60, 20) },
      tags: { framework: 'optuna' },
      artifacts: ['trials.csv'],
      children: { count: 20, params: ['model'], metrics: ['rmse', 'rmse_spread'] },
    },
    {
      name: 'best-of-study',
      metrics: { rmse: between(45, 65), baseline_rmse: between(65, 90), r2: between(0.2, 0.7) },
    },
  ],
  model: { name: 'diabetes-progression', run: 'best-of-study' },
};

const epochs: ExpectedNotebook = {
  file: '04-epochs.ipynb',
  experiment: 'epochs',
  runs: [
    {
      name: 'numpy-mlp',
      params: { learning_rate: '0.02', batch_size: '32', hidden: '64' },
      metrics: {
        train_loss: between(0, 0.1, 30),
        train_accuracy: between(0.98, 1, 30),
        val_loss: between(0, 0.3, 30),
        val_accuracy: between(0.95, 1, 30),
      },
      artifacts: ['best.npz'],
    },
  ],
};

const drift: ExpectedNotebook = {
  file: '05-drift.ipynb',
  experiment: 'drift',
  runs: [
    {
      name: 'reference',
      tags: { 'mlflow.note.content': 'The data that the model is trained on' },
      metrics: { accuracy: between(0.9, 1) },
      datasets: 1,
    },
    {
      name: 'same-clinic',
      params: { level: '0.05' },
      metrics: { drifted_columns: between(0, 0), 'ks/radius': share, 'p_value/radius': share, accuracy: share },
      datasets: 1,
    },
    {
      name: 'other-microscope',
      params: { level: '0.05', magnification: '1.08' },
      metrics: {
        drifted_columns: between(4, 4),
        'ks/texture': between(0.2, 0.5),
        'p_value/texture': between(0, 0.005),
      },
      artifacts: ['drift.json'],
      datasets: 1,
    },
    {
      name: 'twelve-weeks',
      params: { batch_size: '120', drift_per_week: '0.02' },
      metrics: {
        drifted_columns: between(3, 3, 12),
        'ks/radius': between(0.2, 0.5, 12),
        accuracy: between(0.8, 1, 12),
      },
      datasets: 12,
    },
  ],
};

/** The notebooks that need nothing but the packages of `examples/requirements.txt`. */
export const expectedNotebooks: readonly ExpectedNotebook[] = [firstSteps, gridSearch, optunaStudy, epochs, drift];

/** The one that needs Java and pyspark as well. */
export const expectedSpark: ExpectedNotebook = {
  file: '06-spark.ipynb',
  experiment: 'spark',
  runs: [
    {
      name: 'logistic-regression',
      params: { 'LogisticRegression.regParam': '0.1' },
      metrics: { accuracy_test: between(0.9, 1) },
      tags: { engine: 'spark' },
    },
    {
      name: 'forest-search',
      artifacts: [],
      children: { count: 4, params: ['RandomForestClassifier.numTrees'], metrics: ['avg_accuracy', 'std_accuracy'] },
    },
    { name: 'forest-best', metrics: { test_accuracy: between(0.85, 1) } },
  ],
  model: { name: 'wine-cultivar-spark', run: 'forest-best' },
};
