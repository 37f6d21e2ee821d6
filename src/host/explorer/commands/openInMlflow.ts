import * as vscode from 'vscode';
import {
  experimentLink,
  loggedModelLink,
  modelVersionLink,
  registeredModelLink,
  runLink,
  type UiBase,
} from '../../../core/mlflow/uiLinks';
import { withoutIcons } from '../../../core/text/safeText';
import type { CommandNode } from './commandNodes';
import { connected, type CommandTools } from './commandTools';

const MAX_PAGES = 10;

/** Opens the elements' pages of MLflow's own UI in the browser. */
export async function openInMlflow(nodes: readonly CommandNode[], tools: CommandTools): Promise<void> {
  const { info } = connected(tools);
  const base: UiBase = {
    baseUrl: info.uri.replace(/\/+$/u, ''),
    ...(info.workspace === undefined ? {} : { workspace: info.workspace }),
  };
  if (!/^https?:\/\//iu.test(base.baseUrl)) {
    throw new Error(vscode.l10n.t('{0} has no web page: it is a store without a server.', withoutIcons(info.label)));
  }
  const links = [...new Set(nodes.flatMap((node) => linkTo(node, base) ?? []))].slice(0, MAX_PAGES);
  for (const link of links) {
    await tools.openExternal(vscode.Uri.parse(link, true));
  }
}

function linkTo(node: CommandNode, base: UiBase): string | undefined {
  switch (node.kind) {
    case 'experiment':
      return experimentLink(base, node.experiment.experimentId);
    case 'run':
      return runLink(base, node.run.experimentId, node.run.runId);
    case 'sourceRun':
      return node.run === undefined ? undefined : runLink(base, node.run.experimentId, node.runId);
    case 'loggedModel':
      return loggedModelLink(base, node.model.experimentId, node.model.modelId);
    case 'registeredModel':
      return registeredModelLink(base, node.model.name);
    case 'modelVersion':
      return modelVersionLink(base, node.version.name, node.version.version);
    default:
      return undefined;
  }
}
