/** Run as a program: prints `{ case: raw output }` of the cases it is told, each in a world of its own. */
import { allCases } from '../conformance/kit/cases';
import { runCase } from '../conformance/run-case';

async function main(names: string[]): Promise<void> {
  const output: Record<string, unknown> = {};
  for (const name of names) {
    const testCase = allCases.find((one) => one.name === name);
    if (!testCase) throw new Error(`there is no case ${name}`);
    output[name] = (await runCase(testCase)).raw;
  }
  process.stdout.write(JSON.stringify(output));
}

void main(process.argv.slice(2));
