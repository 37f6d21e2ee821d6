import type { KeyValue } from '../../../core/mlflow/entities';
import { loggedModelUri, modelAliasUri, modelVersionUri, runUri } from '../../../core/mlflow/modelUris';
import { modelMetrics, sortedParameters, systemMetrics, userTags } from '../../../core/explorer/metricGroups';
import { runNote } from '../../../core/explorer/runSource';
import type { SectionNode } from '../../shared/nodes';
import { ownerDescription, ownerTags } from '../models/modelNodes';
import type { CommandNode } from './commandNodes';

/** The id that MLflow knows an element by. */
export function idOf(node: CommandNode): string | undefined {
  switch (node.kind) {
    case 'experiment':
      return node.experiment.experimentId;
    case 'run':
      return node.run.runId;
    case 'sourceRun':
      return node.runId;
    case 'loggedModel':
      return node.model.modelId;
    case 'dataset':
      return node.dataset.digest;
    case 'modelVersion':
      return node.version.version;
    default:
      return undefined;
  }
}

export function nameOf(node: CommandNode): string | undefined {
  switch (node.kind) {
    case 'experiment':
      return node.experiment.name;
    case 'run':
      return node.run.name;
    case 'sourceRun':
      return node.run?.name;
    case 'metric':
      return node.metric.key;
    case 'parameter':
      return node.parameter.key;
    case 'tag':
    case 'registryTag':
      return node.tag.key;
    case 'dataset':
      return node.dataset.name;
    default:
      return modelName(node);
  }
}

function modelName(node: CommandNode): string | undefined {
  switch (node.kind) {
    case 'loggedModel':
    case 'registeredModel':
      return node.model.name;
    case 'modelVersion':
      return node.version.name;
    case 'modelAlias':
      return node.alias;
    default:
      return undefined;
  }
}

/** What MLflow's functions load an element by. */
export function uriOf(node: CommandNode): string | undefined {
  switch (node.kind) {
    case 'run':
      return runUri(node.run.runId);
    case 'sourceRun':
      return runUri(node.runId);
    case 'loggedModel':
      return loggedModelUri(node.model.modelId);
    case 'modelVersion':
      return modelVersionUri(node.version.name, node.version.version);
    case 'modelAlias':
      return modelAliasUri(node.version.name, node.alias);
    default:
      return undefined;
  }
}

/** An element's value in full; of a section, its names and values as lines that a spreadsheet takes. */
export function valueOf(node: CommandNode): string | undefined {
  switch (node.kind) {
    case 'metric':
      return String(node.metric.value);
    case 'parameter':
      return node.parameter.value;
    case 'tag':
    case 'registryTag':
      return node.tag.value;
    case 'registryDescription':
      return ownerDescription(node.owner);
    case 'registryTags':
      return lines(ownerTags(node.owner));
    case 'detail':
      return node.exact ?? node.value;
    case 'section':
      return sectionText(node);
    default:
      return undefined;
  }
}

/** What a person most likely wants when only “copy” is asked for. */
export function shortestOf(node: CommandNode): string | undefined {
  switch (node.kind) {
    case 'modelVersion':
      return uriOf(node);
    case 'artifact':
      return node.entry.path;
    default:
      return idOf(node) ?? valueOf(node) ?? uriOf(node) ?? nameOf(node);
  }
}

function sectionText({ section, run }: SectionNode): string | undefined {
  switch (section) {
    case 'metrics':
      return lines(modelMetrics(run).map(({ key, value }) => ({ key, value: String(value) })));
    case 'systemMetrics':
      return lines(systemMetrics(run).map(({ key, value }) => ({ key, value: String(value) })));
    case 'parameters':
      return lines(sortedParameters(run));
    case 'tags':
      return lines(userTags(run));
    case 'note':
      return runNote(run);
    default:
      return undefined;
  }
}

function lines(values: readonly KeyValue[]): string {
  return values.map(({ key, value }) => `${key}\t${value}`).join('\n');
}
