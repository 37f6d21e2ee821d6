/** Prints how the host tests ended. */
import type { Report } from './report';

/** Prints the failures and, as the last line, the counts. Returns the exit code. */
export function printReport(where: string, report: Report): number {
  for (const failure of report.failures) {
    console.log(`\nFAILED  ${failure.title}\n${failure.error.replace(/^/gm, '    ')}`);
  }
  const skipped = report.pending > 0 ? `, ${report.pending} skipped` : '';
  console.log(`\n${where}: ${report.passed} passed, ${report.failed} failed${skipped}`);
  return report.failed > 0 || report.passed === 0 ? 1 : 0;
}
