import { dirname, join } from 'node:path';

/** Outside of bundles these packages have stubs in place of what they import from the workflow package. */
export function openTelemetryFile(specifier: string, importer: string): string | undefined {
  const fromInterceptors = /[\\/]interceptors-opentelemetry(-v2)?[\\/](src|lib)[\\/]workflow[\\/]/.test(importer);
  if (!fromInterceptors || !/[\\/]workflow-imports(\.js)?$/.test(specifier)) return undefined;
  return join(dirname(importer), 'workflow-imports-impl.js');
}
