import { durationToMs } from '../../../base/api';
import { isTooLong, lengthText } from '../../policy/names';
import { CommandRefused, handler } from './command';

/** Finds the buffered TimerFired event of a timer. */
export const firedKey = (timerId: string) => `timer/${timerId}`;

export const startTimer = handler({
  prepare(command, batch) {
    const { timerId, startToFireTimeout } = command.startTimerCommandAttributes!;
    if (!timerId) throw new CommandRefused('BAD_START_TIMER_ATTRIBUTES', 'TimerId is not set on StartTimerCommand.');
    if (isTooLong(timerId)) {
      throw new CommandRefused(
        'BAD_START_TIMER_ATTRIBUTES',
        `TimerId on StartTimerCommand exceeds length limit. ${lengthText('TimerId', timerId)}`,
      );
    }
    const timeoutMs = durationToMs(startToFireTimeout);
    if (!(timeoutMs > 0)) {
      throw new CommandRefused(
        'BAD_START_TIMER_ATTRIBUTES',
        `An invalid StartToFireTimeout is set on StartTimerCommand. TimerId=${timerId}`,
      );
    }
    const pending = batch.execution.timers.has(timerId) && !batch.canceledTimers.has(timerId);
    if (pending || batch.startedTimers.has(timerId)) {
      throw new CommandRefused('START_TIMER_DUPLICATE_ID', `TimerId ${timerId} is already in use.`);
    }
    batch.startedTimers.add(timerId);
    return { timerId, timeoutMs, startToFireTimeout };
  },
  apply(x, { timerId, timeoutMs, startToFireTimeout }, { workflowTaskCompletedId, userMetadata }) {
    const startedId = x.append(
      'TimerStarted',
      { timerId, startToFireTimeout, workflowTaskCompletedEventId: workflowTaskCompletedId },
      { userMetadata },
    );
    const timer = x.scheduleTimer(x.now + timeoutMs, () => {
      x.timers.delete(timerId);
      x.record('TimerFired', () => ({ timerId, startedEventId: startedId }), { key: firedKey(timerId) });
    });
    x.timers.set(timerId, { timerId, startedId, timer });
  },
});

export const cancelTimer = handler({
  prepare(command, batch) {
    const { timerId } = command.cancelTimerCommandAttributes!;
    if (!timerId) throw new CommandRefused('BAD_CANCEL_TIMER_ATTRIBUTES', 'TimerId is not set on CancelTimerCommand.');
    const x = batch.execution;
    const known = x.timers.has(timerId) || batch.startedTimers.has(timerId) || x.buffered.has(firedKey(timerId));
    if (!known || batch.canceledTimers.has(timerId)) {
      throw new CommandRefused('BAD_CANCEL_TIMER_ATTRIBUTES', `TimerId ${timerId} is not known.`);
    }
    batch.canceledTimers.add(timerId);
    batch.startedTimers.delete(timerId);
    return timerId;
  },
  apply(x, timerId, { workflowTaskCompletedId, identity, userMetadata }) {
    const pending = x.timers.get(timerId);
    x.cancelTimer(pending?.timer);
    x.timers.delete(timerId);
    // It may have fired while this workflow task ran: then its buffered event is taken back.
    const fired = x.buffered.takeBack(firedKey(timerId));
    x.append(
      'TimerCanceled',
      {
        timerId,
        startedEventId: pending?.startedId ?? fired?.write(0).startedEventId ?? 0,
        workflowTaskCompletedEventId: workflowTaskCompletedId,
        identity,
      },
      { userMetadata },
    );
  },
});
