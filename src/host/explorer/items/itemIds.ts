/** A tree item's id: unambiguous whatever the parts contain, so that no text from a server makes two items collide. */
export function itemId(kind: string, ...parts: readonly string[]): string {
  return JSON.stringify([kind, ...parts]);
}
