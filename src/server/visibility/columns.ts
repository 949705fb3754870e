/** The attributes that a list filter can name, and what a run has there. */
import type { Payload } from '../../base/api';
import { WorkflowExecutionStatus } from '../../base/enums';
import type { Execution } from '../execution/execution';
import { decodeSearchAttribute, PREDEFINED, type SearchAttributeType } from '../execution/search-attributes';
import { customTimeText, systemTimeText } from './datetime-text';

/** What lists see of a run. */
export type VisibleExecution = Pick<
  Execution,
  | 'workflowId'
  | 'runId'
  | 'key'
  | 'spec'
  | 'startTime'
  | 'executionTime'
  | 'closeTime'
  | 'status'
  | 'isRunning'
  | 'historySizeBytes'
  | 'stateTransitionCount'
  | 'searchAttributes'
> & { readonly log: { readonly length: number } };

/** Numbers are Int, Double, Bool (0 or 1) and statuses; texts are Keyword and Datetime. Null: unset. */
export type ScalarValue = number | string | null;

interface Named {
  readonly name: string;
}
export interface ScalarColumn extends Named {
  readonly type: 'Bool' | 'Datetime' | 'Double' | 'Int' | 'Keyword';
  value(x: VisibleExecution): ScalarValue;
}
export interface WordsColumn extends Named {
  readonly type: 'KeywordList' | 'Text';
  /** The keywords, or the one text. Null: unset. */
  value(x: VisibleExecution): readonly string[] | null;
}
export type Column = ScalarColumn | WordsColumn;

const ifClosed = (value: (x: VisibleExecution) => ScalarValue) => (x: VisibleExecution) =>
  x.isRunning ? null : value(x);

const SYSTEM_COLUMNS: ReadonlyMap<string, ScalarColumn> = new Map(
  (
    [
      ['WorkflowId', 'Keyword', (x) => x.workflowId],
      ['RunId', 'Keyword', (x) => x.runId],
      ['WorkflowType', 'Keyword', (x) => x.spec.workflowType],
      ['TaskQueue', 'Keyword', (x) => x.spec.taskQueue],
      ['ExecutionStatus', 'Keyword', (x) => WorkflowExecutionStatus[x.status]],
      ['StartTime', 'Datetime', (x) => systemTimeText(x.startTime)],
      ['ExecutionTime', 'Datetime', (x) => systemTimeText(x.executionTime)],
      ['CloseTime', 'Datetime', ifClosed((x) => systemTimeText(x.closeTime))],
      ['HistoryLength', 'Int', ifClosed((x) => x.log.length)],
      ['HistorySizeBytes', 'Int', ifClosed((x) => x.historySizeBytes)],
      ['StateTransitionCount', 'Int', ifClosed((x) => x.stateTransitionCount)],
      ['ExecutionDuration', 'Int', ifClosed((x) => Math.round((x.closeTime - x.executionTime) * 1e6))],
      ['ParentWorkflowId', 'Keyword', (x) => x.spec.parent?.workflowId ?? null],
      ['ParentRunId', 'Keyword', (x) => x.spec.parent?.runId ?? null],
      ['RootWorkflowId', 'Keyword', (x) => (x.spec.root ?? x.key).workflowId],
      ['RootRunId', 'Keyword', (x) => (x.spec.root ?? x.key).runId],
    ] as [string, ScalarColumn['type'], ScalarColumn['value']][]
  ).map(([name, type, value]) => [name, { name, type, value }]),
);

/** System attributes with their types, for those who list them. */
export const SYSTEM_ATTRIBUTES: ReadonlyMap<string, SearchAttributeType> = new Map(
  [...SYSTEM_COLUMNS].map(([name, { type }]) => [name, type]),
);

/** Undefined: there is no such attribute. Names are case-sensitive. */
export function findColumn(name: string, custom: ReadonlyMap<string, SearchAttributeType>): Column | undefined {
  const type = custom.get(name) ?? PREDEFINED.get(name);
  if (!type) return SYSTEM_COLUMNS.get(name);
  const decode = (x: VisibleExecution) => {
    const payload: Payload | undefined = x.searchAttributes[name];
    return payload ? decodeSearchAttribute(payload) : undefined;
  };
  if (type === 'KeywordList' || type === 'Text') {
    return {
      name,
      type,
      value: (x) => {
        const value = decode(x);
        const words = (Array.isArray(value) ? value : [value]).filter((word) => typeof word === 'string');
        return words.length > 0 ? words : null;
      },
    };
  }
  return {
    name,
    type,
    value: (x) => {
      const value = decode(x);
      return scalar(type, Array.isArray(value) ? value[0] : value);
    },
  };
}

function scalar(type: ScalarColumn['type'], value: unknown): ScalarValue {
  switch (typeof value) {
    case 'boolean':
      return Number(value);
    case 'number':
      return value;
    case 'string':
      return type === 'Datetime' ? (customTimeText(value) ?? null) : value;
    default:
      return null;
  }
}
