/** The four themes that every page is looked at in. */
import type { VscodeVersion } from '../../rig/vscodeInstall';

/** Dark, light, and high contrast of both. */
export type Theme = 'dark' | 'light' | 'hc' | 'hcl';

/** Every theme. */
export const themes: readonly Theme[] = ['dark', 'light', 'hc', 'hcl'];

/** The class that the workbench has in a theme. */
export const themeClasses: Readonly<Record<Theme, string>> = {
  dark: 'vs-dark',
  light: 'vs',
  hc: 'hc-black',
  hcl: 'hc-light',
};

/** What a version of VS Code calls the theme in its settings. */
export function themeName(theme: Theme, version: VscodeVersion): string {
  const modern = version === '1.103' ? 'Default ' : '';
  const names = {
    dark: `${modern}Dark Modern`,
    light: `${modern}Light Modern`,
    hc: 'Default High Contrast',
    hcl: 'Default High Contrast Light',
  };
  return names[theme];
}
