/** All commands, by their number in the API. */
import { CommandType } from '../../../base/enums';
import { requestCancelActivityTask, scheduleActivityTask } from './activity';
import { modifyWorkflowProperties, upsertWorkflowSearchAttributes } from './attributes';
import {
  cancelWorkflowExecution,
  completeWorkflowExecution,
  continueAsNewWorkflowExecution,
  failWorkflowExecution,
} from './close';
import type { CommandHandler } from './command';
import {
  requestCancelExternalWorkflowExecution,
  signalExternalWorkflowExecution,
  startChildWorkflowExecution,
} from './external';
import { recordMarker } from './marker';
import { protocolMessage } from './protocol-message';
import { cancelTimer, startTimer } from './timer';

export const COMMANDS: { readonly [type: number]: CommandHandler } = {
  [CommandType.SCHEDULE_ACTIVITY_TASK]: scheduleActivityTask,
  [CommandType.REQUEST_CANCEL_ACTIVITY_TASK]: requestCancelActivityTask,
  [CommandType.START_TIMER]: startTimer,
  [CommandType.CANCEL_TIMER]: cancelTimer,
  [CommandType.RECORD_MARKER]: recordMarker,
  [CommandType.COMPLETE_WORKFLOW_EXECUTION]: completeWorkflowExecution,
  [CommandType.FAIL_WORKFLOW_EXECUTION]: failWorkflowExecution,
  [CommandType.CANCEL_WORKFLOW_EXECUTION]: cancelWorkflowExecution,
  [CommandType.CONTINUE_AS_NEW_WORKFLOW_EXECUTION]: continueAsNewWorkflowExecution,
  [CommandType.START_CHILD_WORKFLOW_EXECUTION]: startChildWorkflowExecution,
  [CommandType.SIGNAL_EXTERNAL_WORKFLOW_EXECUTION]: signalExternalWorkflowExecution,
  [CommandType.REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION]: requestCancelExternalWorkflowExecution,
  [CommandType.UPSERT_WORKFLOW_SEARCH_ATTRIBUTES]: upsertWorkflowSearchAttributes,
  [CommandType.MODIFY_WORKFLOW_PROPERTIES]: modifyWorkflowProperties,
  [CommandType.PROTOCOL_MESSAGE]: protocolMessage,
};
