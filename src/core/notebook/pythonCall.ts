/**
 * One Python expression that runs a program with settings as data. The settings pass as Base64 of JSON, so nothing in them can
 * be code; the program has a namespace of its own, so no name of it or of the settings stays with the person's.
 */
export function pythonCall(program: string, settings: unknown): string {
  const [code, data] = [program, JSON.stringify(settings)].map(base64);
  const decoded = (text: string | undefined): string => `__import__("base64").b64decode("${text ?? ''}").decode()`;
  const namespace = `{"__name__": "runlens_setup", "settings": __import__("json").loads(${decoded(data)})}`;
  return `__import__("builtins").exec(${decoded(code)}, ${namespace})`;
}

function base64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}
