// Plain JavaScript, CommonJS.
module.exports = {
  name: 'commonjs',
  workflows: './esm-workflows.mjs',
  run: ({ client }) => client.workflow.execute('nap', { workflowId: 'w', taskQueue: 'q' }),
};
