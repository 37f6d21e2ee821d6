import * as vscode from 'vscode';
import { Disposables } from './host/shared/disposables';
import { StoreEventHub } from './host/shared/storeEvents';
import { ViewVisibility } from './host/shared/viewVisibility';
import { Artifacts } from './host/artifacts/artifacts';
import { confirmModally } from './host/explorer/commands/commandTools';
import { ExplorerCommands } from './host/explorer/commands/explorerCommands';
import { Explorer } from './host/explorer/explorer';
import { Models } from './host/explorer/models/models';
import { ConnectionCommands } from './host/connection/connectionCommands';
import { ConnectionContext } from './host/connection/connectionContext';
import { ConnectionService } from './host/connection/connectionService';
import { ConnectionMemory } from './host/connection/memory';
import { OriginSecrets } from './host/connection/originSecrets';
import { PlacesReader } from './host/connection/places';
import { ConnectionStatusBar } from './host/connection/statusBar';
import { Jupyter } from './host/jupyter/jupyter';
import { Notebooks } from './host/notebooks/notebooks';
import { RunCards } from './host/notebooks/runCards';
import { listInterpreters } from './host/shared/interpreters';
import { ManagedServer } from './host/server/managedServer';
import { ServerCommands } from './host/server/serverCommands';

/** Starts Runlens. Never throws: a fault is written to the log and told, and the editor goes on. */
export function activate(context: vscode.ExtensionContext): void {
  const parts = new Disposables();
  context.subscriptions.push(parts);
  const log = parts.add(vscode.window.createOutputChannel('MLflow', { log: true }));
  try {
    compose(context, log, parts);
  } catch (error) {
    log.error(error instanceof Error ? error : String(error));
    void vscode.window.showErrorMessage(
      vscode.l10n.t('Runlens could not start. The output channel “MLflow” has the details.'),
    );
  }
}

/** Builds the parts in order and hands them to each other. */
function compose(context: vscode.ExtensionContext, log: vscode.LogOutputChannel, parts: Disposables): void {
  const events = parts.add(new StoreEventHub());
  const visibility = parts.add(new ViewVisibility());

  const serverOutput = parts.add(vscode.window.createOutputChannel('MLflow Local Server', 'log'));
  const localServer = parts.add(new ManagedServer(serverOutput, listInterpreters));
  parts.add(new ServerCommands(localServer, serverOutput, listInterpreters));

  const places = parts.add(new PlacesReader());
  const memory = new ConnectionMemory(context.workspaceState, context.globalState);
  const secrets = new OriginSecrets(context.secrets);
  const session = parts.add(new ConnectionService({ places, memory, secrets, localServer, events, visibility, log }));
  parts.add(new ConnectionContext(session));
  parts.add(new ConnectionStatusBar(session));
  parts.add(new ConnectionCommands({ service: session, places, memory, secrets, log }));

  parts.add(new Artifacts({ session, events, log }));

  const memories = { everywhere: context.globalState, workspace: context.workspaceState };
  const explorer = parts.add(new Explorer(session, events, memories, log));
  const models = parts.add(new Models(session, events, log));
  const views = new Map([...explorer.views, ['runlens.models', models.view]]);
  for (const view of views.values()) {
    visibility.follow(view);
  }
  parts.add(
    new ExplorerCommands({
      session,
      events,
      log,
      confirm: confirmModally,
      openExternal: vscode.env.openExternal,
      selection: (viewId) => views.get(viewId)?.selection ?? [],
    }),
  );
  const notebooks = parts.add(new Notebooks({ session, connections: session, context, log }));
  parts.add(new RunCards({ session, visibility, log }));
  parts.add(
    new Jupyter({
      context,
      listInterpreters,
      setupCode: ({ place, server, notebook }) =>
        notebooks.setupCode(place, { notebook, ...(server !== undefined && { jupyterServer: server }) }),
    }),
  );

  void session.refresh();
}
