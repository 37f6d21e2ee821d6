import * as vscode from 'vscode';
import { arrangeArtifacts } from '../../core/explorer/artifactListing';
import type { BranchCache } from '../../core/explorer/branchCache';
import { metricExtremes } from '../../core/explorer/metricExtremes';
import { modelMetrics, sortedParameters, systemMetrics, userTags } from '../../core/explorer/metricGroups';
import { runName } from '../../core/explorer/runLabels';
import { runSource } from '../../core/explorer/runSource';
import { formatNumber } from '../../core/format/number';
import type { Metric, Run } from '../../core/mlflow/entities';
import { isCancelled } from '../../core/mlflow/errors';
import type { ArtifactRoot, TrackingReader } from '../../core/store/trackingStore';
import type { LoggedModelNode, MetricNode, SectionNode } from '../shared/nodes';
import type { BranchNode, DetailNode } from './internalNodes';

// Reading more of one metric takes a server longer than a person waits for a minimum.
const MAX_HISTORY = 100_000;

/** The store to read from, and what was read. */
export interface BranchSource {
  readonly reader: TrackingReader;
  readonly cache: BranchCache;
}

/** What stands below a run's sections. A branch that fails becomes one row that says so and can be tried again. */
export class RunBranches {
  constructor(
    private readonly source: () => BranchSource | undefined,
    /** Draws the children of this element anew. */
    private readonly redraw: (node: BranchNode) => void,
  ) {}

  async children(node: BranchNode): Promise<BranchNode[]> {
    switch (node.kind) {
      case 'section':
        return this.sectionChildren(node);
      case 'metric':
        return this.guarded(node, historyKey(node), vscode.l10n.t('Couldn’t load the history.'), (source) =>
          this.extremes(node, source),
        );
      case 'artifact':
        return this.artifacts(node, node.root, node.runName, node.entry.path);
      case 'loggedModel':
        return this.artifacts(node, { kind: 'model', modelId: node.model.modelId }, node.model.name, '');
      default:
        return [];
    }
  }

  private async sectionChildren(node: SectionNode): Promise<BranchNode[]> {
    const { run } = node;
    switch (node.section) {
      case 'metrics':
        return metricNodes(run, modelMetrics(run));
      case 'systemMetrics':
        return metricNodes(run, systemMetrics(run));
      case 'parameters':
        return sortedParameters(run).map((parameter) => ({ kind: 'parameter', run, parameter }));
      case 'tags':
        return userTags(run).map((tag) => ({ kind: 'tag', run, tag }));
      case 'source':
        return sourceDetails(run);
      case 'datasets':
        return datasetNodes(run);
      case 'models':
        return this.models(node);
      case 'artifacts':
        return this.artifacts(node, { kind: 'run', runId: run.runId }, runName(run), '');
      case 'note':
        return [];
    }
  }

  private models(node: SectionNode): Promise<BranchNode[]> {
    const { run } = node;
    const ids = [...new Set(run.modelOutputs)];
    const key = `${run.runId}/models`;
    return this.guarded(node, key, vscode.l10n.t('Couldn’t load the models.'), async ({ reader, cache }) => {
      const models = await cache.get(key, (signal) => Promise.all(ids.map((id) => reader.getLoggedModel(id, signal))));
      return models.map((model): LoggedModelNode => ({ kind: 'loggedModel', run, model }));
    });
  }

  private artifacts(node: BranchNode, root: ArtifactRoot, name: string, folder: string): Promise<BranchNode[]> {
    const key = `${root.kind === 'run' ? root.runId : root.modelId}/artifacts/${folder}`;
    return this.guarded(node, key, vscode.l10n.t('Couldn’t list the artifacts.'), async ({ reader, cache }) => {
      const listed = await cache.get(key, (signal) => reader.listArtifacts(root, folder, signal));
      const { entries, foreign } = arrangeArtifacts(folder, listed);
      const nodes: BranchNode[] = entries.map((entry) => ({ kind: 'artifact', root, runName: name, entry }));
      return [...nodes, ...artifactMessage(key, entries.length, foreign)];
    });
  }

  private async extremes(node: MetricNode, { reader, cache }: BranchSource): Promise<BranchNode[]> {
    const { run, metric } = node;
    const key = historyKey(node);
    const extremes = await cache.get(key, async (signal) =>
      metricExtremes(await reader.metricHistory(run.runId, metric.key, MAX_HISTORY, signal)),
    );
    if (extremes === undefined) {
      return [{ kind: 'message', id: key, label: vscode.l10n.t('The server has no points of this metric.') }];
    }
    const rows: readonly (readonly [id: string, label: string, point: Metric | undefined])[] = [
      ['best', vscode.l10n.t('Best'), extremes.best],
      ['minimum', vscode.l10n.t('Minimum'), extremes.minimum],
      ['maximum', vscode.l10n.t('Maximum'), extremes.maximum],
      ['first', vscode.l10n.t('First'), extremes.first],
      ['last', vscode.l10n.t('Last'), extremes.last],
    ];
    return [
      ...rows.flatMap(([id, label, point]) => (point === undefined ? [] : [pointDetail(`${key}/${id}`, label, point)])),
      { kind: 'detail', id: `${key}/points`, label: vscode.l10n.t('Points'), value: pointsText(extremes.points) },
    ];
  }

  private async guarded(
    node: BranchNode,
    key: string,
    what: string,
    load: (source: BranchSource) => Promise<BranchNode[]>,
  ): Promise<BranchNode[]> {
    const source = this.source();
    if (source === undefined) {
      return [];
    }
    try {
      return await load(source);
    } catch (error) {
      if (isCancelled(error)) {
        return [];
      }
      const retry = (): void => {
        source.cache.invalidate(key);
        this.redraw(node);
      };
      return [{ kind: 'problem', id: key, what, error, retry }];
    }
  }
}

function historyKey({ run, metric }: MetricNode): string {
  return `${run.runId}/history/${metric.key}`;
}

function metricNodes(run: Run, metrics: readonly Metric[]): BranchNode[] {
  return metrics.map((metric) => ({ kind: 'metric', run, metric }));
}

function datasetNodes(run: Run): BranchNode[] {
  const unique = new Map(
    run.datasets.map((dataset) => [JSON.stringify([dataset.name, dataset.digest, dataset.context]), dataset]),
  );
  return [...unique.values()].map((dataset) => ({ kind: 'dataset', run, dataset }));
}

function sourceDetails(run: Run): BranchNode[] {
  const source = runSource(run);
  const rows: readonly (readonly [id: string, label: string, value: string | undefined, icon: string])[] = [
    ['name', vscode.l10n.t('File'), source.name, 'file-code'],
    ['commit', vscode.l10n.t('Commit'), source.commit, 'git-commit'],
    ['branch', vscode.l10n.t('Branch'), source.branch, 'git-branch'],
    ['repository', vscode.l10n.t('Repository'), source.repository, 'repo'],
    ['type', vscode.l10n.t('Type'), source.type, 'symbol-misc'],
    ['user', vscode.l10n.t('User'), source.user, 'account'],
  ];
  return rows.flatMap(([id, label, value, icon]): DetailNode[] =>
    value === undefined ? [] : [{ kind: 'detail', id: `${run.runId}/source/${id}`, label, value, icon }],
  );
}

function artifactMessage(key: string, shown: number, foreign: number): BranchNode[] {
  if (foreign > 0) {
    const label = vscode.l10n.t('{0} entries are left out: their paths are not in this folder.', foreign);
    return [{ kind: 'message', id: `${key}/foreign`, label, icon: 'warning' }];
  }
  return shown > 0 ? [] : [{ kind: 'message', id: `${key}/none`, label: vscode.l10n.t('No artifacts') }];
}

function pointDetail(id: string, label: string, point: Metric): DetailNode {
  const value = vscode.l10n.t('{0} at step {1}', formatNumber(point.value), point.step);
  return { kind: 'detail', id, label, value, exact: String(point.value) };
}

function pointsText(points: number): string {
  return points < MAX_HISTORY ? String(points) : vscode.l10n.t('the first {0}; there are more', points);
}
