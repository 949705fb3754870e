/** Stands in for the deep import `@temporalio/worker/lib/pkg`: name and version of the SDK that worldline runs with. */
import { version } from '@temporalio/common/package.json';

export default { name: '@temporalio/worker', version };
