/** Servers that all UI tests share. */
import { inject } from 'vitest';
import type { ServiceEnvironment, ServiceName } from '../../rig/services';

/** Starts a shared server unless it runs, and returns its variables, as host tests have them in their environment. */
export async function sharedService(name: ServiceName): Promise<ServiceEnvironment> {
  const response = await fetch(`${inject('rig').services}/${name}`);
  if (!response.ok) {
    throw new Error(await response.text());
  }
  return (await response.json()) as ServiceEnvironment;
}
