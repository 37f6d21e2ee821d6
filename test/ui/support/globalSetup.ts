/** Runs once before all UI tests: builds the extension, and starts what several of them share when one asks. */
import { createServer } from 'node:http';
import type { TestProject } from 'vitest/node';
import { cleanUp } from '../../rig/cleanup';
import { stageExtension } from '../../rig/extension';
import { listenOn } from '../../rig/net';
import { startService, type ServiceName } from '../../rig/services';

declare module 'vitest' {
  interface ProvidedContext {
    rig: {
      /** The directory of the extension that was built. */
      readonly extension: string;
      /** Where to ask for a shared server. */
      readonly services: string;
    };
  }
}

/** What vitest calls before the first test file, and, as its result, after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const extension = await stageExtension(!process.env.RUNLENS_NO_BUILD);
  const server = createServer((request, response) => {
    startService((request.url ?? '/').slice(1) as ServiceName).then(
      (environment) => response.end(JSON.stringify(environment)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  const port = await listenOn(server);
  project.provide('rig', { extension: extension.path, services: `http://127.0.0.1:${port}` });
  return async () => {
    server.close();
    await cleanUp();
  };
}
