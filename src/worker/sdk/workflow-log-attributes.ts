/** What the SDK adds to each line that workflow code logs; no package exports it. */
export { workflowLogAttributes } from '@temporalio/workflow/lib/logs';
