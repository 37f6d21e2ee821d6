/** VS Code's window, driven as a person drives it: by what it shows. */
import type { Locator, Page } from 'playwright-core';
import { waitFor } from '../../../test/rig/wait';

const slow = 60_000;
const usual = 20_000;
const quick = 3000;

/** The titles of the three views. */
export type ViewTitle = 'Experiments' | 'Active Runs' | 'Models';

/** The workbench in a page. */
export class Workbench {
  constructor(readonly page: Page) {}

  /** Opens an address and waits until the window is drawn. */
  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page.locator('.monaco-workbench .activitybar').waitFor({ timeout: slow });
  }

  /** Shows the container with the three views. */
  async openContainer(): Promise<void> {
    const experiments = this.view('Experiments');
    // A window that is loaded again opens the container by itself, and a click on an open one would close it.
    await waitFor(
      async () => {
        if (!(await experiments.isVisible())) {
          await this.page.getByRole('tab', { name: 'Runlens' }).click({ timeout: quick });
          await experiments.waitFor({ timeout: quick });
        }
        return true;
      },
      { what: 'the Runlens views', timeoutMs: usual, intervalMs: 1000 },
    );
  }

  /** A view, its header included. */
  view(title: ViewTitle): Locator {
    const header = this.page.locator('.pane-header').filter({ has: this.page.getByText(title, { exact: true }) });
    return this.page.locator('.pane').filter({ has: header });
  }

  /** Shows the elements of a view. */
  async openView(title: ViewTitle): Promise<void> {
    const header = this.view(title).locator('.pane-header');
    if ((await header.getAttribute('aria-expanded')) === 'false') {
      await header.click();
    }
  }

  /** The first row of a view that begins with this text, once it is there. */
  async row(view: ViewTitle, text: string): Promise<Locator> {
    const row = this.rows(view, text).first();
    await row.waitFor({ timeout: usual }).catch(async () => {
      const shown = await this.view(view).locator('.monaco-list-row').allInnerTexts();
      throw new Error(
        `no “${text}” in ${view} within ${usual / 1000} s, which shows: ${shown.join(' | ') || 'nothing'}`,
      );
    });
    return row;
  }

  /** Expands a row and returns it. */
  async expand(view: ViewTitle, text: string): Promise<Locator> {
    const row = await this.row(view, text);
    await row.scrollIntoViewIfNeeded();
    // A row that is drawn anew between press and release of the button takes no click.
    await waitFor(
      async () => {
        const expanded = (await row.getAttribute('aria-expanded')) === 'true';
        if (!expanded) {
          await row.locator('.monaco-tl-twistie').click({ timeout: quick });
        }
        return expanded;
      },
      { what: `“${text}” in ${view} to expand`, timeoutMs: usual, intervalMs: 500 },
    );
    return row;
  }

  /** Collapses every row of a view. */
  async collapseAll(view: ViewTitle): Promise<void> {
    await this.view(view).hover();
    await this.view(view)
      .getByRole('button', { name: /Collapse All/ })
      .click();
  }

  /** Makes the side bar this wide, by its sash. */
  async widenSideBar(width: number): Promise<void> {
    const box = await this.page.locator('.part.sidebar').boundingBox();
    if (box === null) {
      throw new Error('the side bar is not visible');
    }
    const sash = { x: box.x + box.width + 1, y: box.y + box.height / 2 };
    await this.page.mouse.move(sash.x, sash.y);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + width, sash.y, { steps: 5 });
    await this.page.mouse.up();
  }

  /** Picks a colour theme by its name, and waits until the window is drawn in a theme of this kind. */
  async setTheme(name: string, kind: 'vs' | 'vs-dark' | 'hc-black'): Promise<void> {
    await this.runCommand('Preferences: Color Theme');
    const input = this.page.locator('.quick-input-widget input').first();
    await input.fill(name);
    const choice = this.page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: name }).first();
    await choice.waitFor({ timeout: usual });
    await choice.click();
    await this.page.locator(`.monaco-workbench.${kind}`).waitFor({ timeout: usual });
    // Extensions draw their icons anew a moment later, and nothing in the page tells when they have.
    await this.page.waitForTimeout(1500);
  }

  /** Runs a command by its title in the palette. */
  async runCommand(title: string): Promise<void> {
    const palette = this.page.locator('.quick-input-widget');
    const choice = palette.locator('.monaco-list-row').filter({ hasText: title }).first();
    // An editor that opens at the same moment takes the focus, which closes the palette.
    await waitFor(
      async () => {
        await this.page.keyboard.press('F1');
        await palette.locator('input').first().fill(`>${title}`, { timeout: quick });
        await choice.click({ timeout: quick });
        return true;
      },
      { what: `the command “${title}” in the palette`, timeoutMs: usual },
    );
  }

  /** Types into the input box that asks for `what`, and accepts. */
  async answer(what: string, text: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget');
    const input = widget.locator('input').first();
    await widget.locator('.quick-input-message').filter({ hasText: what }).waitFor({ timeout: usual });
    await input.fill(text);
    await input.press('Enter');
  }

  private rows(view: ViewTitle, text: string): Locator {
    const pattern = new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}`);
    return this.view(view).locator('.monaco-list-row').filter({ hasText: pattern });
  }
}
