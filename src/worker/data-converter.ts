/** The SDK's own loader of data converters, which the public packages do not export. */
export { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow';
