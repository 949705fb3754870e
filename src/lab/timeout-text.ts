import type { TimeoutTypeName } from '../base/enums';

/** As the documentation spells it: `start-to-close`. */
export function timeoutText(type: TimeoutTypeName): string {
  return type.toLowerCase().replaceAll('_', '-');
}
