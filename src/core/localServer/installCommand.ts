/**
 * The line that installs packages into an interpreter, for a terminal. The path may come from the workspace: it is quoted
 * where a shell would act on it. Undefined for a path that no quoting makes safe.
 */
export function installCommand(python: string, packages: readonly string[], windows: boolean): string | undefined {
  const program = windows ? quoteForWindows(python) : quoteForPosix(python);
  return program === undefined ? undefined : `${program} -m pip install ${packages.join(' ')}`;
}

const PLAIN = /^[\w./:+\\-]+$/u;

function quoteForPosix(text: string): string | undefined {
  if (/\p{Cc}/u.test(text)) {
    return undefined;
  }
  return PLAIN.test(text) && !text.includes('\\') ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function quoteForWindows(text: string): string | undefined {
  if (PLAIN.test(text)) {
    return text;
  }
  // PowerShell, VS Code's default there, runs a quoted program with `&`.
  return /[\p{Cc}"$\u0060%]/u.test(text) ? undefined : `& "${text}"`;
}
