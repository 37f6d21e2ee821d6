import * as v from 'valibot';
import * as vscode from 'vscode';
import type { SavedConnection } from '../../core/connection/savedConnections';

const AnyListSchema = v.fallback(v.array(v.unknown()), []);
const NamedSchema = v.looseObject({ name: v.pipe(v.string(), v.trim()) });

/** The person's own tracking URI. */
export function userTrackingUri(): string | undefined {
  const value = settings().inspect('trackingUri')?.globalValue;
  return typeof value === 'string' ? value : undefined;
}

/** Writes the person's own tracking URI; undefined removes it. */
export async function setUserTrackingUri(uri: string | undefined): Promise<void> {
  await settings().update('trackingUri', uri, vscode.ConfigurationTarget.Global);
}

/** Writes the workspace's tracking URI. */
export async function setWorkspaceTrackingUri(uri: string): Promise<void> {
  await settings().update('trackingUri', uri, vscode.ConfigurationTarget.Workspace);
}

/** The elements of `runlens.connections` as they are written, also those that can't be used. */
export function savedElements(): readonly unknown[] {
  return v.parse(AnyListSchema, settings().inspect('connections')?.globalValue);
}

/** Rewrites `runlens.connections`. */
export async function setSavedElements(elements: readonly unknown[]): Promise<void> {
  await settings().update('connections', elements, vscode.ConfigurationTarget.Global);
}

/** Adds a connection, in the place of the one named `replaces` where there is one. What else is written stays. */
export async function saveConnection(connection: SavedConnection, replaces = connection.name): Promise<void> {
  const elements = savedElements();
  const index = elements.findIndex((element) => isNamed(element, replaces));
  await setSavedElements(index < 0 ? [...elements, connection] : elements.with(index, connection));
}

/** Removes the connection of that name. */
export async function removeConnection(name: string): Promise<void> {
  await setSavedElements(savedElements().filter((element) => !isNamed(element, name)));
}

function isNamed(element: unknown, name: string): boolean {
  const parsed = v.safeParse(NamedSchema, element);
  return parsed.success && parsed.output.name === name;
}

function settings(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('runlens');
}
