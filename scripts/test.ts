/** `npm test`: everything that has to hold, one step after the other. A step that fails does not stop the others. */
import { countBySummary, runStep, vitestStep, type Result, type Step } from './testing/step';

const steps: readonly Step[] = [
  { name: 'format and lint', script: ['lint'], limitMinutes: 10 },
  { name: 'types', script: ['types'], limitMinutes: 10 },
  { name: 'dead exports', script: ['exports'], limitMinutes: 5 },
  { name: 'build', script: ['build'], limitMinutes: 5 },
  { name: 'package size', script: ['package'], limitMinutes: 5 },
  vitestStep('unit', 10),
  // What the tests below need: nothing to do when it is in the cache.
  { name: 'servers', script: ['rig'], limitMinutes: 30 },
  { name: 'python', script: ['test:python'], limitMinutes: 30, count: countBySummary },
  vitestStep('notebooks', 15),
  hostStep('1.139'),
  hostStep('1.103'),
  vitestStep('ui', 30),
  { name: 'demo', script: ['demo', '--', '--check'], limitMinutes: 15 },
];

function hostStep(version: string): Step {
  const script = ['test:host', '--', '--vscode', version, '--timeout', '900'];
  return { name: `host ${version}`, script, limitMinutes: 20, count: countBySummary };
}

// The step that runs is ended by the rig's cleanup; after it, no other may start.
let interrupted = false;
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) {
  process.once(signal, () => (interrupted = true));
}

async function main(): Promise<void> {
  const results: Result[] = [];
  for (const step of steps) {
    results.push(await runStep(step));
    if (interrupted) {
      return;
    }
  }
  console.log('');
  for (const { name, passed, failed, seconds } of results) {
    console.log(`${name.padEnd(18)} ${passed} passed, ${failed} failed (${seconds} s)`);
  }
  const sum = (key: 'passed' | 'failed'): number => results.reduce((total, result) => total + result[key], 0);
  process.exitCode = sum('failed') > 0 ? 1 : 0;
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
}

void main();
