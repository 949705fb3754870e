// Plain JavaScript, ECMAScript module: needs nothing but Node.
const { sleep } = await import('@temporalio/workflow');

export async function nap() {
  await sleep('90 days');
  return new Date();
}

export default {
  name: 'esm',
  workflows: { nap },
  run: ({ client }) => client.workflow.execute(nap, { workflowId: 'w', taskQueue: 'q' }),
};
