/** A test that reproduces a failure without exploring: its plan and its input, as the user would have written them. */
import { inspect } from 'node:util';
import type { FaultPlan } from '../faults/fault';
import { faultText } from '../faults/fault-text';

export interface RegressionTestInput {
  readonly name: string;
  /** Faults and reordered steps. */
  readonly plan: FaultPlan;
  readonly input: unknown;
  readonly error: Error;
}

/** For vitest; the two lines that only the user knows are marked. */
export function regressionTestOf({ name, plan, input, error }: RegressionTestInput): string {
  const faults = plan.map((fault) => `    ${JSON.stringify(fault)}, // ${faultText(fault)}`);
  return `import { World } from 'worldline';
import { it } from 'vitest';

// Found by exploration: ${`${error.name}: ${error.message}`.split('\n', 1)[0]}
it(${JSON.stringify(`${name} survives ${plan.map((fault) => faultText(fault)).join(', and ') || 'a plain run'}`)}, async () => {
  const faults = [
${faults.join('\n')}
  ];
  await using world = await World.create({ workflows, activities, faults }); // the options of the exploration
  await property(world${input === undefined ? '' : `, ${inputCode(input)}`}); // the function that was explored
});
`;
}

function inputCode(input: unknown): string {
  return inspect(input, { depth: Number.POSITIVE_INFINITY, breakLength: Number.POSITIVE_INFINITY });
}
