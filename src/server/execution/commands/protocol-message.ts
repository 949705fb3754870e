import { acceptUpdate, completeUpdate } from '../updates';
import { CommandRefused, handler } from './command';

/** Puts the acceptance or the outcome of an update at this place among the commands. */
export const protocolMessage = handler({
  prepare(command, batch) {
    const messageId = command.protocolMessageCommandAttributes?.messageId ?? '';
    const message = batch.messages.get(messageId);
    if (!message || message.kind === 'rejected') {
      throw new CommandRefused(
        'BAD_UPDATE_WORKFLOW_EXECUTION_MESSAGE',
        `ProtocolMessageCommand referenced absent message ID ${messageId}`,
      );
    }
    return message;
  },
  apply(x, message) {
    if (message.kind === 'accepted') acceptUpdate(x, message.request);
    else completeUpdate(x, message.protocolInstanceId, message.outcome);
  },
});
