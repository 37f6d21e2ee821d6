import * as vscode from 'vscode';
import { artifactReference, baseName } from '../../core/artifacts/artifactName';
import type { ArtifactLocation } from '../../core/artifacts/artifactUri';
import { ByteCache } from '../../core/artifacts/byteCache';
import { readBounded } from '../../core/artifacts/readBounded';
import { formatBytes } from '../../core/format/number';
import { singleLine } from '../../core/text/safeText';
import type { ArtifactSource } from './artifactSource';
import { maxOpenBytes } from './settings';
import { withTransferProgress } from './transferProgress';

const CACHE_BYTES = 32_000_000;

/** Reads whole artifacts for editors: bounded, with progress, each of them once at a time. */
export class ArtifactReader implements vscode.Disposable {
  private readonly cache = new ByteCache(CACHE_BYTES);
  private readonly running = new Map<string, Promise<Uint8Array>>();
  private readonly lifetime = new AbortController();
  private readonly clearing: vscode.Disposable;

  constructor(private readonly source: ArtifactSource) {
    this.clearing = source.onDidChange(() => {
      this.cache.clear();
    });
  }

  /** Content of an ended run comes from memory where it can; that of a running one is always asked for. */
  async read(location: ArtifactLocation): Promise<Uint8Array> {
    const key = `${location.connection} ${artifactReference(location.root, location.path)}`;
    const { finished } = await this.source.factsOf(location);
    const known = finished ? this.cache.get(key) : undefined;
    if (known !== undefined) {
      return known;
    }
    const reading = this.running.get(key) ?? this.start(key, location);
    const content = await reading;
    if (finished) {
      this.cache.set(key, content);
    }
    return content;
  }

  dispose(): void {
    this.lifetime.abort();
    this.clearing.dispose();
  }

  private start(key: string, location: ArtifactLocation): Promise<Uint8Array> {
    const reading = this.load(location).finally(() => this.running.delete(key));
    this.running.set(key, reading);
    return reading;
  }

  private load(location: ArtifactLocation): Promise<Uint8Array> {
    const limit = maxOpenBytes();
    const name = singleLine(baseName(location.path), 80);
    return withTransferProgress(vscode.l10n.t('Opening {0}', name), this.lifetime.signal, async (report, signal) => {
      const content = await this.source.read(location, signal);
      const bytes = await readBounded(content, limit, (done) => {
        report(done, content.size);
      });
      if (bytes === 'too-large') {
        throw vscode.FileSystemError.Unavailable(tooLargeText(name, content.size, limit));
      }
      return bytes;
    });
  }
}

/** Says that a file is too large for an editor; its size where that is known. */
export function tooLargeText(name: string, size: number | undefined, limit: number): string {
  const allowed = formatBytes(limit);
  return size === undefined
    ? vscode.l10n.t(
        '{0} has more than {1}, the most that is opened in an editor (setting runlens.artifacts.maxOpenSize). Download it instead.',
        name,
        allowed,
      )
    : vscode.l10n.t(
        '{0} has {1}; at most {2} are opened in an editor (setting runlens.artifacts.maxOpenSize). Download it instead.',
        name,
        formatBytes(size),
        allowed,
      );
}
