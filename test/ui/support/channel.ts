/**
 * The extension that lets UI tests call the editor's API. A runner at `extensionTestsPath` could do the same, but then
 * VS Code refuses modal dialogs, and confirmations are what UI tests are for.
 */
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { compileFunction } from 'node:vm';
import * as vscode from 'vscode';
import { channelVariables, type Call, type Reply } from './calls';

/** Serves calls, and tells the test where. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const { [channelVariables.file]: file, [channelVariables.token]: token } = process.env;
  if (!file || !token) {
    return;
  }
  const server = createServer((request, response) => {
    void serve(request, response, token);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.subscriptions.push({ dispose: () => server.close() });
  await writeFile(file, String((server.address() as AddressInfo).port));
}

async function serve(request: IncomingMessage, response: ServerResponse, token: string): Promise<void> {
  if (request.headers.authorization !== `Bearer ${token}`) {
    response.writeHead(403).end();
    return;
  }
  const reply = await answer((await json(request)) as Call);
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
}

async function answer({ code, argument }: Call): Promise<Reply> {
  try {
    // What transforms TypeScript for the tests may wrap functions into a call of __name.
    const wrapped = compileFunction(`const __name = (value) => value; return (${code})(vscode, argument);`, [
      'vscode',
      'argument',
    ]) as (api: typeof vscode, argument: unknown) => unknown;
    return { value: await wrapped(vscode, argument) };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
