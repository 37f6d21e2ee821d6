/** `npm run test:python [-- ARGUMENTS OF PYTEST]`: checks the kernel's package and tests it on both versions of MLflow. */
import { cleanUp } from '../test/rig/cleanup';
import { checkFormat, checkStyle, checkTypes } from './python/staticChecks';
import { runPytest } from './python/pytest';
import type { Outcome } from './testing/step';

async function main(): Promise<void> {
  const pytestArguments = process.argv.slice(2);
  const parts: readonly (readonly [name: string, run: () => Promise<Outcome>])[] = [
    ['ruff check', checkStyle],
    ['ruff format', checkFormat],
    ['mypy', checkTypes],
    ['pytest on MLflow 3.17', () => runPytest('3.17', pytestArguments)],
    ['pytest on MLflow 2.9', () => runPytest('2.9', pytestArguments)],
  ];
  const total = { passed: 0, failed: 0 };
  for (const [name, run] of parts) {
    console.log(`\n─ ${name}`);
    const { passed, failed } = await run();
    total.passed += passed;
    total.failed += failed;
  }
  console.log(`\npython: ${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

main()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  })
  .finally(cleanUp);
