/** Faults in words, for reports and errors. */
import { durationText } from '../history/time-text';
import {
  type ActivityPlace,
  type EventFault,
  type Fault,
  type FaultDuration,
  isActivityPlace,
  isEventFault,
  isTimedFault,
  type TimedFault,
} from './fault';

/** One sentence part: `attempt 2 of charge fails (CardDeclined: no money), not to be retried`. */
export function faultText(fault: Fault): string {
  if (isActivityPlace(fault)) return activityText(fault);
  if (isEventFault(fault) || isTimedFault(fault)) return eventText(fault);
  switch (fault.kind) {
    case 'delay':
      return fault.of === 'request'
        ? `${nth(fault.call)} call ${fault.method ?? 'of the client'}${of(fault.workflowId)} reaches the server ${time(fault.by)} late`
        : `${nth(fault.task)} workflow task${of(fault.workflowId)} reaches its worker ${time(fault.by)} late`;
    case 'reorder':
      return `at choice ${fault.choice} ${fault.step ? `“${fault.step}”` : `step ${fault.index}`} goes first`;
    case 'signal-twice': {
      const which = `${nth(fault.call)} signal ${fault.signal ?? ''}`.trimEnd();
      return `${which}${of(fault.workflowId)} is sent twice${fault.after ? `, the second time ${time(fault.after)} later` : ''}`;
    }
  }
}

function activityText(fault: Extract<Fault, ActivityPlace>): string {
  const place = placeText(fault);
  switch (fault.kind) {
    case 'activity-failure': {
      const { message, type, nonRetryable, nextRetryDelay } = fault.failure ?? {};
      const what = [type, message].filter(Boolean).join(': ');
      const retry = nonRetryable ? ', not to be retried' : '';
      const next = nextRetryDelay === undefined ? '' : `, to be retried after ${time(nextRetryDelay)}`;
      const above = fault.above ? ` where more than ${fault.above.attempts} begin within ${time(fault.above.per)}` : '';
      return `${place} fails${what && ` (${what})`}${retry}${next}${above}`;
    }
    case 'activity-timeout':
      return `${place} hangs${fault.timeout ? ` into its ${fault.timeout} timeout` : ''}`;
    case 'completion-lost':
      return `${place} runs, but its answer is lost`;
    case 'heartbeat-lost':
      return `heartbeats of ${place} are lost${fault.after ? ` after the first ${fault.after}` : ''}`;
    case 'delay':
      return fault.of === 'start'
        ? `${place} reaches its worker ${time(fault.by)} late`
        : `the answer of ${place} is ${time(fault.by)} late`;
    case 'worker-crash':
      return `the worker dies ${fault.after ? `${time(fault.after)} into` : 'during'} ${place}${backAfter(fault.restartAfter)}`;
  }
}

function eventText(fault: EventFault | TimedFault): string {
  const when = isTimedFault(fault) ? `after ${time(fault.at)}` : `at event ${fault.event}${of(fault.workflowId)}`;
  switch (fault.kind) {
    case 'worker-crash':
      return `${victims(fault.workers)} ${when}${backAfter(fault.restartAfter, fault.workers !== undefined)}`;
    case 'eviction':
      return `the worker forgets its cached run ${when}`;
    case 'cancel':
      return `a client cancels the workflow ${when}`;
    case 'terminate':
      return `a client terminates the workflow ${when}`;
    case 'deploy':
      return `new workflow code is deployed ${when}${fault.rollBackAfter ? `, and rolled back ${time(fault.rollBackAfter)} later` : ''}`;
  }
}

function victims(workers: 'all' | 'one by one' | undefined): string {
  if (workers === 'all') return 'all workers die';
  return workers === 'one by one' ? 'workers die one by one' : 'the worker dies';
}

/** `attempt 2 of charge (call 3, of order-1)`. */
export function placeText({ activity, attempt = 1, call = 1, workflowId, between }: ActivityPlace): string {
  const which = attempt === 'every' ? 'every attempt' : `attempt ${attempt}`;
  const what = activity === '*' ? 'any activity' : activity;
  const more = [
    call === 'every' ? 'every call' : call > 1 ? `call ${call}` : '',
    workflowId ? `of ${workflowId}` : '',
    between ? `from ${time(between[0])} until ${time(between[1])}` : '',
  ].filter(Boolean);
  return `${which} of ${what}${more.length > 0 ? ` (${more.join(', ')})` : ''}`;
}

function nth(call: number | 'every' = 1): string {
  if (call === 'every') return 'every';
  return call === 1 ? 'the first' : `the ${ordinal(call)}`;
}

function ordinal(n: number): string {
  const ending = n % 100 >= 11 && n % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${ending}`;
}

function of(workflowId: string | undefined): string {
  return workflowId ? ` of ${workflowId}` : '';
}

function time(duration: FaultDuration): string {
  return typeof duration === 'number' ? durationText(duration) : duration;
}

function backAfter(restartAfter: FaultDuration = '1 second', areMany = false): string {
  return ` and ${areMany ? 'are' : 'is'} back ${time(restartAfter)} later`;
}
