/** A list filter, ready to be asked about runs. */
import type { SearchAttributeType } from '../execution/search-attributes';
import type { VisibleExecution } from './columns';
import { ConditionCompiler, type Predicate } from './compile-condition';
import { parseQuery } from './parse-query';
import type { Query } from './query';
import { notSupported } from './query-error';

export interface ListFilter {
  matches(x: VisibleExecution): boolean;
  /** True: runs are to be counted by their status. */
  readonly groupsByStatus: boolean;
}

/**
 * Parses and checks a filter; the empty one takes every run. `custom` are the namespace's own attributes. Runs of a namespace
 * division (schedules, for example) are hidden unless the filter names that attribute.
 * @throws INVALID_ARGUMENT "invalid query: …", in the server's words.
 */
export function listFilter(
  text: string,
  custom: ReadonlyMap<string, SearchAttributeType>,
  compiler = new ConditionCompiler(custom),
): ListFilter {
  const query = parseQuery(text);
  if (query.hasOrderBy) throw notSupported("'order by' clause");
  if (query.hasLimit) throw notSupported("'limit' clause");
  const where: Predicate = query.where ? compiler.compile(query.where) : () => true;
  const groupsByStatus = checkGroupBy(query, compiler);
  if (compiler.namesDivision) return { groupsByStatus, matches: (x) => where(x) === true };
  const hasDivision = compiler.compile({ kind: 'is-null', column: 'TemporalNamespaceDivision', negated: true });
  return { groupsByStatus, matches: (x) => where(x) === true && hasDivision(x) !== true };
}

function checkGroupBy({ groupBy }: Query, compiler: ConditionCompiler): boolean {
  if (groupBy.length > 1) throw notSupported("'group by' clause supports only a single field");
  for (const name of groupBy) {
    if (compiler.column(name).name === 'ExecutionStatus') continue;
    throw notSupported("'group by' clause is only supported for ExecutionStatus search attribute");
  }
  return groupBy.length > 0;
}
