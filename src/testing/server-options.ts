/** Options of the servers that `@temporalio/testing` starts. There is nothing to start here: most of them have no effect. */
import type { Duration, defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { InvalidInputError } from '../base/errors';
import type { WorldOptions } from '../sim/options';

/** What `defineSearchAttributeKey` gives. */
export type SearchAttributeKey = ReturnType<typeof defineSearchAttributeKey<SearchAttributeType>>;

export type EphemeralServerExecutable =
  | { type: 'cached-download'; downloadDir?: string; version?: string; ttl?: Duration }
  | { type: 'existing-path'; path: string };

/** `namespace`, `searchAttributes`, and of `extraArgs` the same two, have an effect, and `port`: connections find the environment there. */
export interface DevServerConfig {
  type: 'dev-server';
  executable?: EphemeralServerExecutable;
  dbFilename?: string;
  /** Default 'default'. */
  namespace?: string;
  ip?: string;
  port?: number;
  ui?: boolean;
  uiPort?: number;
  log?: { format: string; level: string };
  extraArgs?: string[];
  /** Registered before the first call. */
  searchAttributes?: SearchAttributeKey[];
}

/** Only `port` has an effect: connections of this process find the environment there. */
export interface TimeSkippingServerConfig {
  type: 'time-skipping';
  executable?: EphemeralServerExecutable;
  port?: number;
  extraArgs?: string[];
}

type SearchAttributes = NonNullable<WorldOptions['searchAttributes']>;

const TYPES: Readonly<Record<string, SearchAttributes[string]>> = {
  TEXT: 'Text',
  KEYWORD: 'Keyword',
  INT: 'Int',
  DOUBLE: 'Double',
  BOOL: 'Bool',
  DATETIME: 'Datetime',
  KEYWORD_LIST: 'KeywordList',
};
const NAMES = new Set<string>(Object.values(TYPES));

/** The custom search attributes that options name, in either of the two ways. */
export function searchAttributesOf({
  searchAttributes = [],
  extraArgs = [],
}: Partial<DevServerConfig>): SearchAttributes {
  const found: Record<string, SearchAttributes[string]> = {};
  extraArgs.forEach((arg, i) => {
    if (arg !== '--search-attribute') return;
    const [name = '', type = ''] = (extraArgs[i + 1] ?? '').split('=');
    if (!NAMES.has(type)) {
      throw new InvalidInputError(
        `extraArgs: --search-attribute ${extraArgs[i + 1]} is not NAME=TYPE; types are ${[...NAMES].join(', ')}`,
      );
    }
    found[name] = type as SearchAttributes[string];
  });
  for (const { name, type } of searchAttributes) found[name] = TYPES[type]!;
  return found;
}

/** The namespaces that `extraArgs` asks for, beside the one of the option. */
export function namespacesOf({ extraArgs = [] }: Partial<DevServerConfig>): string[] {
  return extraArgs.flatMap((arg, i) => (arg === '--namespace' || arg === '-n' ? [extraArgs[i + 1] ?? ''] : []));
}
