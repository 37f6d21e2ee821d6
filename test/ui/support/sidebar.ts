/** The views of Runlens in VS Code's sidebar, as a person uses them. */
import type { Locator, Page } from 'playwright-core';

export class Sidebar {
  constructor(private readonly page: Page) {}

  /** Opens the container from the activity bar. */
  async open(): Promise<void> {
    await this.page.getByRole('tab', { name: 'Runlens' }).first().click();
    await this.page.locator('.pane-header', { hasText: 'Experiments' }).waitFor();
  }

  /** The row whose accessible name begins with the text. */
  row(text: string): Locator {
    return this.page.locator(`[role="treeitem"][aria-label^="${text}"]`).first();
  }

  /** Expands the row by the keyboard, and waits until what is below it has been asked for. */
  async expand(text: string): Promise<void> {
    const row = this.row(text);
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) === 'true') {
      return;
    }
    await row.locator('.monaco-tl-twistie').click();
    await this.page.locator(`[role="treeitem"][aria-label^="${text}"][aria-expanded="true"]`).first().waitFor();
  }
}
