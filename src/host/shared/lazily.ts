/**
 * Makes something once, when it is first wanted: what an `import()` loads as a chunk of its own costs nothing when the
 * extension starts. What failed is tried again the next time.
 */
export function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
