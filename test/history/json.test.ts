import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { History } from '../../src/history/history';
import { InvalidHistoryError } from '../../src/history/invalid-history-error';
import { FIXTURES, fixture, fixtureText } from './fixtures';

function refusal(input: unknown): InvalidHistoryError {
  try {
    History.from(input as never);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidHistoryError);
    return error as InvalidHistoryError;
  }
  throw new Error('the history was accepted');
}

describe('histories of a real server', () => {
  it.each(FIXTURES)('%s is written byte for byte as the SDK writes it', (name) => {
    const bySdk = historyToJSON(historyFromJSON(fixture(name)));
    expect(JSON.stringify(History.from(fixtureText(name)), null, 2)).toBe(bySdk);
    expect(JSON.parse(bySdk)).toEqual(fixture(name));
  });

  it.each(FIXTURES)('%s survives the way through the API message', (name) => {
    const history = History.from(fixtureText(name));
    expect(historyToJSON(history.toProto())).toBe(JSON.stringify(history, null, 2));
    expect(History.from(history.toProto()).events).toEqual(history.events);
  });
});
