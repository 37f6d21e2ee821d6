import type { ServerInfo } from '../mlflow/entities';
import type { StoreCapabilities } from './trackingStore';

/** The oldest MLflow that Runlens works with. */
export const MINIMUM_VERSION = '2.0';

/** `major.minor` of a version's text, or undefined for text that is not one. */
export function parseVersion(text: string): readonly [major: number, minor: number] | undefined {
  const [, major, minor] = /^(\d{1,4})\.(\d{1,4})(?:\.[\w.+-]{1,40})?$/u.exec(text) ?? [];
  return major === undefined || minor === undefined ? undefined : [Number(major), Number(minor)];
}

/** Whether a server's version is `wanted` (`major.minor`) or newer. */
export function isAtLeast(version: string, wanted: string): boolean {
  const [major, minor] = parseVersion(version) ?? [0, 0];
  const [wantedMajor, wantedMinor] = parseVersion(wanted) ?? [0, 0];
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

/** What a server of that version can do. */
export function capabilitiesOf({ version, workspacesEnabled }: ServerInfo): StoreCapabilities {
  return {
    aliases: isAtLeast(version, '2.3'),
    stagesDeprecated: isAtLeast(version, '2.9'),
    loggedModels: isAtLeast(version, '3.0'),
    sampledHistory: isAtLeast(version, '2.11'),
    workspaces: workspacesEnabled,
  };
}
