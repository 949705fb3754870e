// Each way to name a file that lies beside the scenario.
import { fileURLToPath } from 'node:url';
import { scenario } from 'worldline';
export default scenario({
    name: 'places',
    taskQueues: {
        path: { workflows: './esm-workflows.mjs' },
        url: { workflows: fileURLToPath(new URL('./esm-workflows', import.meta.url)) },
        resolved: { workflows: require.resolve('./esm-workflows') },
        folder: { workflows: `${__dirname}/esm-workflows.mjs` },
    },
    async run({ client }) {
        const results = [];
        for (const taskQueue of ['path', 'url', 'resolved', 'folder']) {
            results.push(await client.workflow.execute('nap', { workflowId: taskQueue, taskQueue }));
        }
        return results;
    },
});
