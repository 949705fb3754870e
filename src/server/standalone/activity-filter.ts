/** List filters of standalone activities: the language and the attributes of workflow lists, with names of their own for two. */
import type { SearchAttributeType } from '../execution/search-attributes';
import type { Column } from '../visibility/columns';
import { ConditionCompiler } from '../visibility/compile-condition';
import { type ListFilter, listFilter } from '../visibility/list-filter';

/** By what lists call the attribute of any execution. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['ActivityId', 'WorkflowId'],
  ['ActivityType', 'WorkflowType'],
]);

class ActivityConditions extends ConditionCompiler {
  override column(name: string): Column {
    return super.column(NAMES.get(name) ?? name);
  }
}

/** @throws INVALID_ARGUMENT "invalid query: …", in the server's words. */
export function activityFilter(text: string, custom: ReadonlyMap<string, SearchAttributeType>): ListFilter {
  return listFilter(text, custom, new ActivityConditions(custom));
}
