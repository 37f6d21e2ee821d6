import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fault } from '../rig/fault';
import { startFaults, type FaultServer } from '../rig/faults';
import { temporaryDirectory } from '../rig/directories';
import { pythonEnvironment } from '../rig/python';
import { startEditor, type Editor } from './support/editor';
import { sharedService } from './support/services';
import { Sidebar } from './support/sidebar';

describe('the connection', () => {
  let editor: Editor | undefined;
  let server: FaultServer | undefined;

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') {
      await editor?.screenshot(`connection-failed-${task.name}`);
    }
    await editor?.dispose();
    await server?.dispose();
  });

  async function workspaceNaming(uri: string): Promise<string> {
    const { path } = await temporaryDirectory('named');
    await mkdir(join(path, '.vscode'));
    await writeFile(join(path, '.vscode/settings.json'), JSON.stringify({ 'runlens.trackingUri': uri }));
    return path;
  }

  async function faulty(): Promise<FaultServer> {
    const { RUNLENS_TEST_MLFLOW: uri = '' } = await sharedService('mlflow');
    return startFaults(uri);
  }

  it('offers ways to connect when there is no server, and a walkthrough', async () => {
    editor = await startEditor();
    await new Sidebar(editor.page).open();
    await editor.page.getByRole('button', { name: 'Connect to a Server…' }).waitFor();
    await editor.screenshot('connection-none');
    await editor.page.getByText('Take the walkthrough').click();
    await editor.page.getByText('Get Started with Runlens').first().waitFor();
    await editor.screenshot('connection-walkthrough');
  });

  it('asks before it sends anything to a server of the workspace', async () => {
    server = await faulty();
    editor = await startEditor({ workspace: await workspaceNaming(server.uri) });
    await new Sidebar(editor.page).open();
    const confirm = editor.page.getByRole('button', { name: 'Confirm Server…' });
    await confirm.waitFor();
    await editor.screenshot('connection-unconfirmed');
    expect(server.requests).toEqual([]);
    await confirm.click();
    const dialog = editor.page.getByRole('dialog');
    await dialog.getByText(server.uri).first().waitFor();
    await editor.screenshot('connection-confirm');
    expect(server.requests).toEqual([]);
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
    await editor.page.getByRole('button', { name: /^MLflow: 127\.0\.0\.1:\d+, MLflow 3\./ }).waitFor();
  });

  it('sends nothing while the workspace is not trusted', async () => {
    server = await faulty();
    editor = await startEditor({ workspace: await workspaceNaming(server.uri), workspaceTrust: true });
    const { page } = editor;
    await new Sidebar(page).open();
    await page.getByText('This workspace is not trusted.').first().waitFor();
    await editor.screenshot('connection-untrusted');
    expect(server.requests).toEqual([]);
  });

  it('explains a refused password and takes a new one', async () => {
    server = await faulty();
    server.add(fault.answer(401, 'Unauthorized'));
    editor = await startEditor({ settings: { 'runlens.trackingUri': server.uri } });
    const { page } = editor;
    await new Sidebar(page).open();
    await page.getByRole('button', { name: 'Sign In…' }).waitFor();
    await page.getByText('show details').click();
    await page
      .getByText(/Tried: /)
      .first()
      .waitFor();
    const header = page.locator('.pane-header', { hasText: 'Experiments' });
    expect(await header.textContent()).toContain(new URL(server.uri).host);
    await editor.screenshot('connection-unauthorized');
    await page.getByRole('dialog').getByRole('button', { name: 'Sign In…' }).click();
    await page.getByText('User name').first().waitFor();
    await page.keyboard.type('mlops');
    await page.keyboard.press('Enter');
    await page.getByText('Password of “mlops”').first().waitFor();
    await editor.screenshot('connection-password');
    server.clear();
    await page.keyboard.type('s3cret');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^MLflow: .*, MLflow 3\./ }).waitFor();
    const basic = `Basic ${Buffer.from('mlops:s3cret').toString('base64')}`;
    expect(server.requests.at(-1)?.headers.authorization).toBe(basic);
  });

  it('adds a server step by step, and saves it once it answers', async () => {
    server = await faulty();
    editor = await startEditor();
    const { page } = editor;
    await new Sidebar(page).open();
    await page.getByRole('button', { name: 'Connect to a Server…' }).click();
    await page.getByText('Address of the MLflow server').first().waitFor();
    await page.keyboard.type('127.0.0.1:5000');
    await page.keyboard.press('Enter');
    await page.getByText('An address starts with http:// or https://').first().waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type(server.uri);
    await page.keyboard.press('Enter');
    await page.getByText('Name of the connection').first().waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('team');
    await page.keyboard.press('Enter');
    await page.getByText('As MLflow Does').first().waitFor();
    await editor.screenshot('connection-wizard');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^MLflow: team, MLflow 3\./ }).click();
    await page.getByText('Switch Connection').first().waitFor();
    await editor.screenshot('connection-switch');
    const saved = await editor.evaluate((vscode) => vscode.workspace.getConfiguration('runlens').get('connections'));
    expect(saved).toEqual([{ name: 'team', uri: server.uri }]);
  });

  it('starts a local server over the workspace’s store, and says when it has been stopped', async () => {
    const { python } = await pythonEnvironment('mlflow-3.17');
    editor = await startEditor({ settings: { 'runlens.pythonPath': python } });
    const { page } = editor;
    await new Sidebar(page).open();
    await page.getByText('Start a local one').click();
    await page.getByText('Starting the local MLflow server').first().waitFor();
    await editor.screenshot('connection-local-starting');
    await page.getByRole('button', { name: /^MLflow: mlflow\.db, MLflow 3\./ }).waitFor({ timeout: 90_000 });
    await editor.screenshot('connection-local');
    await editor.evaluate((vscode) => vscode.commands.executeCommand('runlens.stopLocalServer'));
    await page.getByRole('button', { name: 'Start Local Server' }).waitFor();
    await editor.screenshot('connection-local-stopped');
  });
});
