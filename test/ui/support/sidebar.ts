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

  async expand(text: string): Promise<void> {
    const row = this.row(text);
    await row.click();
    if ((await row.getAttribute('aria-expanded')) !== 'true') {
      await row.press('ArrowRight');
    }
  }
}
