/** Headless Chromium, and VS Code's workbench in one of its pages. */
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { registerCleanup, type Disposable } from './cleanup';
import { ensureSystem, findChromium } from './system';
import type { VscodeServer } from './vscode';

/** A running browser. */
export interface RunningBrowser extends Disposable {
  readonly browser: Browser;
}

interface WorkbenchOptions {
  /** Absolute path of the folder or `.code-workspace` file to open. */
  readonly workspace: string;
  /** Absolute path of the extension under development. */
  readonly extension?: string;
  /** Absolute path of a module whose `run()` the extension host calls. */
  readonly tests?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Called with what the extension host prints. */
  readonly onLog?: (type: string, args: readonly unknown[]) => void;
  /** Called when `run()` of the tests has ended: 0 when it resolved, 1 when it rejected. */
  readonly onExit?: (code: number) => void;
}

/** VS Code's window: a page in a browser profile of its own. */
export interface Workbench extends Disposable {
  readonly page: Page;
  readonly context: BrowserContext;
}

const chromiumArguments = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];

/** Starts headless Chromium. */
export async function startBrowser(): Promise<RunningBrowser> {
  await ensureSystem('chromium');
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [...chromiumArguments, '--disable-background-networking'],
    // The rig's own cleanup ends the browser; Playwright's would end this process before the servers are down.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  return { browser, dispose: registerCleanup(() => browser.close()) };
}

/** Opens the workbench of `server`. It is still loading when this returns. */
export async function openWorkbench(
  browser: Browser,
  server: VscodeServer,
  options: WorkbenchOptions,
): Promise<Workbench> {
  const viewport = options.viewport ?? { width: 1280, height: 800 };
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
  const page = await context.newPage();
  // SecretStorage asks the server for a key, which only code-server's own entry answers.
  await page.route('**/mint-key', (route) => route.fulfill({ status: 200, body: Buffer.alloc(32, 7) }));
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => options.onLog?.(type, args));
  await page.exposeFunction('codeAutomationExit', (code: number) => options.onExit?.(code));
  await page.goto(workbenchUrl(server, options));
  return { page, context, dispose: () => context.close() };
}

function workbenchUrl(server: VscodeServer, options: WorkbenchOptions): string {
  const remote = (path: string): string => `vscode-remote://${new URL(server.url).host}${path}`;
  const payload: [string, string][] = [['skipWelcome', 'true']];
  if (options.extension !== undefined) {
    payload.push(['extensionDevelopmentPath', remote(options.extension)]);
  }
  if (options.tests !== undefined) {
    payload.push(['extensionTestsPath', remote(options.tests)]);
  }
  const kind = options.workspace.endsWith('.code-workspace') ? 'workspace' : 'folder';
  const query = new URLSearchParams({ [kind]: options.workspace, payload: JSON.stringify(payload) });
  return `${server.url}/?${query.toString()}`;
}
