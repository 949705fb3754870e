import { expect, it } from 'vitest';
import { History } from '../../src/history/history';
import { eventDetails } from '../../src/report/event-details';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const payload = (encoding: string, data: string) => ({ metadata: { encoding: base64(encoding) }, data: base64(data) });

it('shows an event in full: payloads decoded, durations in words, nothing that is absent', () => {
  const history = History.from({
    events: [
      {
        eventId: '1',
        eventTime: '2030-01-01T00:00:00Z',
        eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED',
        workflowExecutionStartedEventAttributes: {
          workflowType: { name: 'order' },
          workflowId: 'o',
          workflowTaskTimeout: '10s',
          input: {
            payloads: [
              payload('json/plain', '{"items":["<b>book</b>"]}'),
              payload('binary/null', ''),
              payload('binary/encrypted', 'secret'),
              payload('json/plain', 'not json'),
            ],
          },
          memo: { fields: { note: payload('json/plain', '"hi"') } },
        },
      },
    ],
  });
  expect(eventDetails(history.event(1))).toEqual({
    workflowType: { name: 'order' },
    workflowId: 'o',
    workflowTaskTimeout: '10s',
    input: [{ items: ['<b>book</b>'] }, null, '<binary/encrypted, 6 bytes>', 'not json'],
    memo: { fields: { note: 'hi' } },
  });
});
