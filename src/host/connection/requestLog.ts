import type * as vscode from 'vscode';
import { formatBytes } from '../../core/format/number';
import { formatDuration } from '../../core/format/time';
import type { RequestLogLine } from '../../core/mlflow/rest/options';
import { singleLine } from '../../core/text/safeText';

/** Writes one attempt of a request to the log: failures always, the others where the person asked for details. */
export function logRequest(log: vscode.LogOutputChannel, line: RequestLogLine): void {
  const came = line.error ?? `${line.status ?? ''}`;
  const again = line.attempt > 1 ? `, try ${line.attempt}` : '';
  const text = `${line.method} ${singleLine(line.url, 300)}: ${came}, ${formatDuration(line.ms)}, ${formatBytes(line.bytes)}${again}`;
  if (line.error === undefined || line.error === 'cancelled') {
    log.debug(text);
  } else {
    log.warn(text);
  }
}
