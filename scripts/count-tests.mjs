/** count-tests.mjs REPORT STATUS: prints `PASSED FAILED` of vitest's JSON report; a run that failed has at least one failure. */
import { readFileSync } from 'node:fs';

const [, , report, status] = process.argv;

/** Vitest writes no report when it cannot even begin; then there is an empty file. */
function counts() {
  const text = readFileSync(report, 'utf8');
  if (text === '') return { passed: 0, failed: 0 };
  const { numPassedTests, numFailedTests } = JSON.parse(text);
  return { passed: numPassedTests, failed: numFailedTests };
}

const { passed, failed } = counts();
console.log(`${passed} ${status === '0' ? failed : Math.max(failed, 1)}`);
