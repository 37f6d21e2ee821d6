/** VS Code's window, driven as a person drives it: by what it shows. */
import type { Locator, Page } from 'playwright-core';

const slow = 60_000;
const usual = 20_000;

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
    await this.page.getByRole('tab', { name: 'Runlens' }).click();
    await this.view('Experiments').waitFor({ timeout: usual });
  }

  /** A view, its header included. */
  view(title: ViewTitle): Locator {
    const header = this.page.locator('.pane-header').filter({ has: this.page.getByText(title, { exact: true }) });
    return this.page.locator('.pane').filter({ has: header });
  }

  /** Shows the elements of a view. */
  async openView(title: ViewTitle): Promise<void> {
    await this.setExpanded(title, true);
  }

  /** Hides the elements of a view, so that others have the space. */
  async closeView(title: ViewTitle): Promise<void> {
    await this.setExpanded(title, false);
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
    if ((await row.getAttribute('aria-expanded')) === 'false') {
      await row.locator('.monaco-tl-twistie').click();
    }
    return row;
  }

  /** Collapses every row of a view. */
  async collapseAll(view: ViewTitle): Promise<void> {
    await this.view(view).hover();
    await this.view(view)
      .getByRole('button', { name: /Collapse All/ })
      .click();
  }

  /** Picks a colour theme by its name. */
  async setTheme(name: string): Promise<void> {
    await this.runCommand('Preferences: Color Theme');
    const input = this.page.locator('.quick-input-widget input').first();
    await input.fill(name);
    const choice = this.page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: name }).first();
    await choice.waitFor({ timeout: usual });
    await choice.click();
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Runs a command by its title in the palette. */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input').first();
    await input.waitFor({ timeout: usual });
    await input.fill(`>${title}`);
    const choice = this.page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: title }).first();
    await choice.click({ timeout: usual });
  }

  /** Closes all editors. */
  async closeEditors(): Promise<void> {
    await this.runCommand('View: Close All Editors');
    await this.page.locator('.tab').first().waitFor({ state: 'detached', timeout: usual });
  }

  private rows(view: ViewTitle, text: string): Locator {
    const pattern = new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}`);
    return this.view(view).locator('.monaco-list-row').filter({ hasText: pattern });
  }

  private async setExpanded(title: ViewTitle, expanded: boolean): Promise<void> {
    const header = this.view(title).locator('.pane-header');
    if ((await header.getAttribute('aria-expanded')) !== String(expanded)) {
      await header.click();
    }
  }
}
