const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Follows the nesting of JSON text in UTF-8 as its bytes arrive, so that a deep reply is refused before a parser recurses
 * into it. Bytes of other characters never look like the ones that matter.
 */
export class JsonScan {
  private depth = 0;
  private inString = false;
  private escaped = false;

  constructor(private readonly maxDepth: number) {}

  /** False once the text nests deeper than allowed. */
  accepts(bytes: Uint8Array): boolean {
    for (const byte of bytes) {
      if (this.inString) {
        this.insideString(byte);
      } else if (byte === QUOTE) {
        this.inString = true;
      } else if (byte === 0x7b || byte === 0x5b) {
        this.depth += 1;
        if (this.depth > this.maxDepth) {
          return false;
        }
      } else if (byte === 0x7d || byte === 0x5d) {
        this.depth -= 1;
      }
    }
    return true;
  }

  private insideString(byte: number): void {
    if (this.escaped) {
      this.escaped = false;
    } else if (byte === BACKSLASH) {
      this.escaped = true;
    } else if (byte === QUOTE) {
      this.inString = false;
    }
  }
}
