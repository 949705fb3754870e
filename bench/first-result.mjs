/** In a fresh process: from before the import of the built package to the first result, in milliseconds. */
const begun = process.hrtime.bigint();
const { World } = await import('worldline');
const { proxyActivities } = await import('@temporalio/workflow');

const { greet } = proxyActivities({ startToCloseTimeout: '1 minute' });
const workflows = { greeting: async (name) => await greet(name) };
const activities = { greet: async (name) => `Hello, ${name}!` };

const world = await World.create({ workflows, activities });
const options = { workflowId: 'first', taskQueue: 'bench', args: ['world'] };
const result = await world.client.workflow.execute(workflows.greeting, options);
if (result !== 'Hello, world!') throw new Error(`wrong result ${result}`);
console.log(Number(process.hrtime.bigint() - begun) / 1e6);
await world.dispose();
