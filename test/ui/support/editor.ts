/** Starts VS Code with Runlens in it, for a test that clicks in its window and calls its API. */
import { cp, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { inject } from 'vitest';
import { openWorkbench, startBrowser } from '../../rig/browser';
import type { Disposable } from '../../rig/cleanup';
import { root, temporaryDirectory } from '../../rig/directories';
import { startVscode } from '../../rig/vscode';
import type { VscodeVersion } from '../../rig/vscodeInstall';
import { waitFor } from '../../rig/wait';
import { prepareChannel, type Evaluate } from './host';
import { themeClasses, themeName, type Theme } from './themes';

interface EditorOptions {
  readonly vscode?: VscodeVersion;
  /** The folder to open, relative to the root of the work tree; the editor gets a copy. An empty one unless given. */
  readonly workspace?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  /** More extensions to install: directories, or `.vsix` files. */
  readonly extensions?: readonly string[];
  readonly workspaceTrust?: boolean;
  readonly theme?: Theme;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** A VS Code window with Runlens. */
export interface Editor extends Disposable {
  readonly page: Page;
  /** The absolute path of the folder that is open. */
  readonly workspace: string;
  /** The home directory that extensions see. */
  readonly home: string;
  readonly evaluate: Evaluate;
  /** Waits for a webview in which the selector matches something visible, and returns its document. */
  webview(selector: string): Promise<Frame>;
  setTheme(theme: Theme): Promise<void>;
  /** Loads the window again: its extension host ends, and another one starts. */
  reload(): Promise<void>;
  /** Writes `test-results/screenshots/<name>.png` and returns its path. */
  screenshot(name: string): Promise<string>;
}

/** Starts the editor and waits until its window and its extension host are ready. */
export async function startEditor(options: EditorOptions = {}): Promise<Editor> {
  const version = options.vscode ?? '1.139';
  const directory = await temporaryDirectory('ui');
  const workspace = await prepareWorkspace(directory.path, options.workspace);
  const channel = await prepareChannel(directory.path);
  const server = await startVscode({
    version,
    settings: { 'workbench.colorTheme': themeName(options.theme ?? 'dark', version), ...options.settings },
    env: { ...options.env, ...channel.env },
    extensions: [inject('rig').extension, channel.extension, ...(options.extensions ?? [])],
    workspaceTrust: options.workspaceTrust ?? false,
  });
  const browser = await startBrowser();
  const dispose = async (): Promise<void> => {
    await browser.dispose();
    await server.dispose();
    await directory.dispose();
  };
  try {
    const { page } = await openWorkbench(browser.browser, server, { ...options, workspace });
    let host = await channel.connect();
    const evaluate: Evaluate = (fn, argument) => host(fn, argument);
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    return {
      page,
      workspace,
      home: server.home,
      evaluate,
      webview: (selector) => findWebview(page, selector),
      setTheme: (theme) => setTheme(page, evaluate, theme, version),
      reload: async () => {
        await page.reload();
        host = await channel.connect();
        await page.locator('.monaco-workbench .part.statusbar').waitFor();
      },
      screenshot: (name) => takeScreenshot(page, name),
      dispose,
    };
  } catch (error) {
    const log = server.log();
    await dispose();
    throw new Error(`The editor did not start\n${log}`, { cause: error });
  }
}

async function prepareWorkspace(parent: string, source: string | undefined): Promise<string> {
  const workspace = join(parent, 'workspace');
  if (source === undefined) {
    await mkdir(workspace);
  } else {
    await cp(resolve(root, source), workspace, { recursive: true });
  }
  return workspace;
}

async function findWebview(page: Page, selector: string): Promise<Frame> {
  return waitFor(
    async () => {
      for (const frame of page.frames()) {
        if (frame.parentFrame()?.parentFrame() && (await frame.locator(selector).first().isVisible())) {
          return frame;
        }
      }
      return undefined;
    },
    { what: `A webview with ${selector}`, timeoutMs: 30_000 },
  );
}

async function setTheme(page: Page, evaluate: Evaluate, theme: Theme, version: VscodeVersion): Promise<void> {
  await evaluate(
    (vscode, name) => vscode.workspace.getConfiguration('workbench').update('colorTheme', name, true),
    themeName(theme, version),
  );
  await page.locator(`.monaco-workbench.${themeClasses[theme]}`).waitFor();
}

async function takeScreenshot(page: Page, name: string): Promise<string> {
  const path = join(root, 'test-results/screenshots', `${name}.png`);
  await page.screenshot({ path, animations: 'disabled' });
  return path;
}
