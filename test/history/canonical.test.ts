import { describe, expect, it } from 'vitest';
import { canonicalEvents } from '../../src/history/canonical';
import { History } from '../../src/history/history';
import { build, json, ms } from './build';
import { fixture, fixtureText } from './fixtures';

describe('canonical text', () => {
  it('has decoded payloads, symbols for ids, and neither defaults nor what only one recording has', () => {
    expect(History.from(fixtureText('patched.main')).toCanonicalText()).toMatchSnapshot();
  });

  it('is the same for another recording of the same behaviour', () => {
    const other = fixtureText('update-accepted-then-completed.main')
      .replaceAll('01a2028f-9b65-7b0b-9c33-0ec48943efcf', '01a2028f-0000-7b0b-9c33-000000000000')
      .replaceAll('2026-11-22T09:21:35', '2027-01-02T03:04:05')
      .replace(/"taskId": "\d+"/g, '"taskId": "5"')
      .replace(/"identity": "[^"]*"/g, '"identity": "another@host"');
    const original = History.from(fixtureText('update-accepted-then-completed.main'));
    expect(History.from(other).toCanonicalText()).toBe(original.toCanonicalText());
    expect(JSON.stringify(History.from(other))).not.toBe(JSON.stringify(original));
  });

  it('gives one symbol to one id, wherever it occurs', () => {
    const [run, order] = ['11111111-0000-4000-8000-000000000000', '22222222-0000-4000-8000-000000000000'];
    const input = json({ order, note: `order ${order} of run ${run}, at 2030-01-01T00:00:00.5Z` });
    const { history } = build({ originalExecutionRunId: run, firstExecutionRunId: run, input });
    const { attributes } = canonicalEvents(history)[0]!;
    expect(attributes).toMatchObject({
      originalExecutionRunId: '<run:1>',
      firstExecutionRunId: '<run:1>',
      input: [{ note: 'order <uuid:1> of run <run:1>, at <time>', order: '<uuid:1>' }],
    });
  });

  it('keeps times and takes names where it is told to', () => {
    const { history } = build()
      .at(1500)
      .add('TimerStarted', { timerId: 'of order-1', startToFireTimeout: ms(1000) });
    const text = history.toCanonicalText({ times: true, names: { 'order-1': '<order>' } });
    expect(text).toContain('2 TimerStarted +00:00:01.500\n    startToFireTimeout: "1s"\n    timerId: "of <order>"\n');
  });

  it('shows what only claims to be JSON as the text it is', () => {
    const broken = fixture('patched.main');
    const payload = { metadata: { encoding: btoa('json/plain') }, data: btoa('{broken') };
    broken.events[0]!.workflowExecutionStartedEventAttributes.input = { payloads: [payload] };
    const [started] = canonicalEvents(History.from(broken));
    expect(started!.attributes.input).toEqual([{ $encoding: 'json/plain', $text: '{broken' }]);
  });
});
